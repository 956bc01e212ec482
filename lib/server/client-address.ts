import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { TLSSocket } from 'node:tls';
import proxyAddr from 'proxy-addr';

/** What the server knows of a client; a header counts only when a trusted proxy sent it. */
export interface Client {
  address: string;
  /** Whether the person's browser speaks https, to us or to a trusted proxy. */
  secure: boolean;
}

/** What stands for an address that all clients share: no limit counts by it, and no record takes it for a person's. */
const HIDDEN = 'hidden';

/** Whether many may be behind an address: the routing mesh, or a proxy on this machine that is not in the settings. */
export const isShared = (address: string): boolean => address === HIDDEN || /^(127\.|::1$)/.test(address);

const runsInContainer = () => existsSync('/.dockerenv') || existsSync('/run/.containerenv');
const outward = (interfaces: ReturnType<typeof networkInterfaces>) =>
  Object.values(interfaces).flatMap((addresses) => (addresses ?? []).filter(({ internal }) => !internal));

/**
 * The networks that this container is in. Whoever comes from there with no proxy to speak for them came through the routing
 * mesh, which gives every client the address of its own end in the ingress network, or through a bridge that does the same.
 * On a machine of one's own, neighbours are neighbours: there nothing is shared.
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
    // The right-most is the trusted proxy's own word; what stands before it may be the client's.
    const scheme = typeof forwarded === 'string' && trusts(peer, 0) ? forwarded.split(',').at(-1)?.trim() : undefined;
    const address = withoutIpv4Prefix(proxyAddr(request, trusts));
    const isHidden = !trusts(peer, 0) && isIP(address) > 0 && shared.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    return { address: isHidden ? HIDDEN : address, secure: scheme ? scheme === 'https' : encrypted };
  };
}

/**
 * The container's own networks that a trusted range takes in. All who come through the routing mesh, or a bridge, have an
 * address in one: each of them would be a trusted proxy, and could claim any address.
 */
export function trustedNetworks(
  trustedProxies: readonly string[],
  isContainer = runsInContainer(),
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string[] {
  if (!isContainer) return [];
  const trusts = proxyAddr.compile([...trustedProxies]);
  // Nobody's proxy has our own address: it is trusted only as one of many.
  return outward(interfaces).flatMap(({ address, cidr }) => (cidr && trusts(address, 0) ? [cidr] : []));
}

/** ::ffff:10.0.0.1 and 10.0.0.1 are one client, with one account of attempts. */
const withoutIpv4Prefix = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
