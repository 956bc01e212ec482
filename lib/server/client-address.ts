import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import proxyAddr from 'proxy-addr';

/** What the server knows of a client; a header counts only when a trusted proxy sent it. */
export interface Client {
  address: string;
  /** Whether the person's browser speaks https, to us or to a trusted proxy. */
  secure: boolean;
}

/** Compiled once from TRUSTED_PROXIES: addresses, CIDR ranges, or `loopback`, `linklocal`, `uniquelocal`. */
export function clientReader(trustedProxies: readonly string[]): (request: IncomingMessage) => Client {
  const trusts = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    const encrypted = (request.socket as TLSSocket).encrypted === true;
    const forwarded = request.headers['x-forwarded-proto'];
    const scheme = typeof forwarded === 'string' && trusts(peer, 0) ? forwarded.split(',', 1)[0]?.trim() : undefined;
    return { address: withoutIpv4Prefix(proxyAddr(request, trusts)), secure: scheme ? scheme === 'https' : encrypted };
  };
}

/** ::ffff:10.0.0.1 and 10.0.0.1 are one client, with one account of attempts. */
const withoutIpv4Prefix = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
