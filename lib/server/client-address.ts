import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { TLSSocket } from 'node:tls';
import proxyAddr from 'proxy-addr';

/** A client as the server knows it; a header counts only from a trusted proxy. */
export interface Client {
  address: string;
  /** Whether the person's browser speaks https, to us or to a trusted proxy. */
  secure: boolean;
}

/** An address shared by all clients: no limit counts by it, and no record takes it for a person's. */
const HIDDEN = 'hidden';

/**
 * Whether many clients may share an address: the routing mesh, or a proxy on this machine that is not in the settings.
 */
export const isShared = (address: string): boolean => address === HIDDEN || /^(127\.|::1$)/.test(address);

const runsInContainer = () => existsSync('/.dockerenv') || existsSync('/run/.containerenv');
const outward = (interfaces: ReturnType<typeof networkInterfaces>) =>
  Object.values(interfaces).flatMap((addresses) => (addresses ?? []).filter(({ internal }) => !internal));

/**
 * The container's networks. A client in one of them, without a proxy, came through the routing mesh or a bridge, which
 * give every client their own address. Outside of a container neighbours are real clients, so nothing is shared.
 */
export function sharedNetworks(
  isContainer = runsInContainer(),
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): BlockList {
  const shared = new BlockList();
  if (!isContainer) return shared;
  for (const { cidr, family } of outward(interfaces)) {
    const [address, bits] = cidr?.split('/') ?? [];
    if (address && bits) shared.addSubnet(address, Number(bits), family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return shared;
}

/** Compiled once from TRUSTED_PROXIES: addresses, CIDR ranges, or `loopback`, `linklocal`, `uniquelocal`. */
export function clientReader(
  trustedProxies: readonly string[],
  shared: BlockList = sharedNetworks(),
): (request: IncomingMessage) => Client {
  const trusts = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const peer = request.socket.remoteAddress ?? '';
    const encrypted = (request.socket as TLSSocket).encrypted === true;
    const forwarded = request.headers['x-forwarded-proto'];
    // The right-most entry is from the trusted proxy itself; earlier ones may be the client's.
    const scheme = typeof forwarded === 'string' && trusts(peer, 0) ? forwarded.split(',').at(-1)?.trim() : undefined;
    const address = withoutIpv4Prefix(proxyAddr(request, trusts));
    const isHidden = !trusts(peer, 0) && isIP(address) > 0 && shared.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    return { address: isHidden ? HIDDEN : address, secure: scheme ? scheme === 'https' : encrypted };
  };
}

/**
 * The container's networks within a trusted range. Every client of the routing mesh or a bridge has an address there,
 * so each would be a trusted proxy and could claim any address.
 */
export function trustedNetworks(
  trustedProxies: readonly string[],
  isContainer = runsInContainer(),
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string[] {
  if (!isContainer) return [];
  const trusts = proxyAddr.compile([...trustedProxies]);
  // No proxy has our own address, so a trusted range that holds it is meant for the whole network.
  return outward(interfaces).flatMap(({ address, cidr }) => (cidr && trusts(address, 0) ? [cidr] : []));
}

/** ::ffff:10.0.0.1 and 10.0.0.1 are one client, with one count of attempts. */
const withoutIpv4Prefix = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
