import type { ClusterFeed } from '#lib/ports/cluster-feed';
import type { FeedStage, Listed } from '#lib/ports/cluster-feed.contract';
import { askEngine } from '../../../../e2e/swarm/engine';
import type { Lab } from '../../../../e2e/swarm/lab';
import { type Endpoint, endpointOf } from '../endpoint';

type WireListed = { ID: string; Version: { Index: number } };

export const managersOf = (lab: Lab): Endpoint[] => lab.managers().map(({ socket }) => endpointOf(`unix://${socket}`));

/** A real swarm in the hands of the feed's contract. */
export function labStage(lab: Lab, feed: () => ClusterFeed): FeedStage {
  const docker = async (...args: string[]) => {
    await lab.docker((await lab.leader()).name, args);
  };
  const listed = async (path: string): Promise<Listed[]> => {
    const objects = await askEngine<WireListed[]>((await lab.leader()).socket, path);
    return objects.map(({ ID, Version }) => ({ id: ID, version: Version.Index }));
  };
  const others = lab
    .managers()
    .slice(1)
    .map(({ name }) => name);
  return {
    feed,
    worker: lab.workers()[0]?.name ?? '',
    listed: async () => ({
      nodes: await listed('/nodes'),
      services: await listed('/services'),
      tasks: await listed('/tasks'),
    }),
    async create(name, replicas) {
      await lab.service({ name, replicas });
      await lab.untilRunning(name, replicas);
    },
    scale: (name, replicas) => docker('service', 'scale', '--detach', `${name}=${replicas}`),
    label: (name, key, value) => docker('service', 'update', '--detach', '--label-add', `${key}=${value}`, name),
    restart: (name) => docker('service', 'update', '--detach', '--force', name),
    remove: (name) => docker('service', 'rm', name),
    setAvailability: (node, availability) => docker('node', 'update', '--availability', availability, node),
    async killManager(endpoint) {
      const node = lab.managers().find(({ socket }) => endpoint === `unix://${socket}`);
      await lab.powerOff(node?.name ?? endpoint);
    },
    async breakQuorum() {
      await Promise.all(others.map((name) => lab.powerOff(name)));
    },
    async mendQuorum() {
      await Promise.all(others.map((name) => lab.powerOn(name)));
      await lab.leader();
    },
    reset: () => lab.reset(),
  };
}
