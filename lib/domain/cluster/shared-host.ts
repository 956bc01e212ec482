import type { Node } from '../node/node';
import type { Service } from '../service/service';

/** A port that the console's own host name serves as well, and whose it is. */
export interface ForeignPort {
  service: string;
  port: number;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|::1)$/;

/**
 * TCP ports of other services on the host name under which the console is open: to all of them a browser sends the
 * console's cookies (RFC 6265, 8.5). Every node serves every port in ingress mode, so they are on this host when it is
 * a node, or when the console's own port is one of the swarm's. A name that leads to a node in another way cannot be
 * known here.
 */
export function foreignPorts(
  { hostname, port }: { hostname: string; port: number },
  { nodes, services }: { nodes: readonly Node[]; services: readonly Service[] },
): ForeignPort[] {
  const host = hostname.toLowerCase();
  if (LOOPBACK.test(host)) return [];
  const own = services.filter(({ ports }) => ports.some((each) => isTcp(each) && each.publishedPort === port));
  const isNode = nodes.some(({ hostname: name, address }) => {
    const node = name.toLowerCase();
    return host === node || host.startsWith(`${node}.`) || host === address;
  });
  if (own.length === 0 && !isNode) return [];
  return services
    .filter((service) => !own.includes(service))
    .flatMap(({ name, ports }) =>
      ports
        .filter((each) => isTcp(each) && each.publishedPort !== 0)
        .map(({ publishedPort }) => ({ service: name, port: publishedPort })),
    )
    .sort((a, b) => a.port - b.port);
}

const isTcp = ({ protocol }: Service['ports'][number]): boolean => protocol === 'tcp';
