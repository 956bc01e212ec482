import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { netnsOf, type Place } from './place';
import { run } from './run';

/*
 * The network is routed, one /32 a node through a router with no way out: the kernel keeps one table of 1,024 neighbours for all
 * namespaces, which a bridge with some 30 nodes fills.
 */
const router = 'lan';
export const routerAddress = '10.77.0.1';

export const managerAddress = (number: number) => `10.77.0.${10 + number}`;
export const workerAddress = (number: number) => `10.77.0.${50 + number}`;

export async function createLan(place: Place): Promise<void> {
  await createNamespace(place, router);
  await ip(place, router, ['link set lo up', `addr add ${routerAddress}/32 dev lo`]);
  // Refusals unlimited: what asks for an unknown name shall be told so each time, not wait 5 s for the one that was
  // held back.
  const kernel = 'cd /proc/sys/net/ipv4; echo 1 >ip_forward; echo 0 >icmp_ratelimit';
  await run('nsenter', [`--net=${netnsOf(place, router)}`, 'sh', '-c', kernel]);
}

/** A new network namespace for the node with a cable to the router. */
export async function layCable(place: Place, node: string, address: string): Promise<void> {
  await createNamespace(place, node);
  await ip(place, router, [`link add ${cable(node)} type veth peer name eth0 netns ${netnsOf(place, node)}`]);
  await ip(place, node, [
    'link set lo up',
    `addr add ${address}/32 dev eth0`,
    'link set eth0 up',
    `route add ${routerAddress} dev eth0`,
    `route add default via ${routerAddress}`,
  ]);
  await plug(place, node, address);
}

/** Plugs the node's cable in; plugging twice does no harm. (A link that goes down loses its route.) */
export const plug = (place: Place, node: string, address: string) =>
  ip(place, router, [`link set ${cable(node)} up`, `route replace ${address}/32 dev ${cable(node)}`]);

/** Pulls the node's cable: both ends see the carrier go. */
export const unplug = (place: Place, node: string) => ip(place, router, [`link set ${cable(node)} down`]);

const cable = (node: string) => `to-${node}`;

const ip = (place: Place, part: string, lines: readonly string[]) =>
  run('nsenter', [`--net=${netnsOf(place, part)}`, 'ip', '-batch', '-'], { input: `${lines.join('\n')}\n` });

async function createNamespace(place: Place, part: string): Promise<void> {
  mkdirSync(join(place.directory, part), { recursive: true });
  writeFileSync(netnsOf(place, part), '');
  await run('unshare', [`--net=${netnsOf(place, part)}`, 'true']);
}
