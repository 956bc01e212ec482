import type { ClusterFeed } from '#lib/ports/cluster-feed';
import type { FeedStage, Listed } from '#lib/ports/cluster-feed.contract';
import { behaviour } from '../../../../e2e/swarm/behaviour';
import type { Lab } from '../../../../e2e/swarm/lab';
import { type Endpoint, endpointOf } from '../endpoint';
import { Managers } from '../managers';
import { DockerReads } from '../reads';
import { quietLog } from './quiet-log';

export const managersOf = (lab: Lab): Endpoint[] => lab.managers().map(({ socket }) => endpointOf(`unix://${socket}`));

/** A real swarm for the feed's contract tests. */
export function labStage(lab: Lab, feed: () => ClusterFeed): FeedStage {
  const docker = async (...args: string[]) => {
    await lab.docker((await lab.leader()).name, args);
  };
  const listed = async (): Promise<Listed> => {
    const leader = endpointOf(`unix://${(await lab.leader()).socket}`);
    const managers = new Managers({ endpoints: [leader], log: quietLog });
    const reads = new DockerReads({ managers, clock: { now: () => Date.now() } });
    const { signal } = new AbortController();
    const found = await reads.first(reads.managers(), { failed: () => undefined, silent: () => undefined }, signal);
    if (!found) throw new Error('the leader does not serve');
    const { at: _, ...whole } = await reads.at(found.manager, { specSeen: () => undefined }, signal).whole();
    managers.rest();
    return whole;
  };
  const nodeAt = (endpoint: string): string => {
    const node = lab.managers().find(({ socket }) => endpoint === `unix://${socket}`);
    if (!node) throw new Error(`no manager of the lab is at ${endpoint}`);
    return node.name;
  };
  const others = lab
    .managers()
    .slice(1)
    .map(({ name }) => name);
  return {
    feed,
    worker: lab.workers()[0]?.name ?? '',
    listed,
    async create(name, replicas) {
      await lab.service({ name, replicas });
      await lab.untilRunning(name, replicas);
    },
    scale: (name, replicas) => docker('service', 'scale', '--detach', `${name}=${replicas}`),
    label: (name, key, value) => docker('service', 'update', '--detach', '--label-add', `${key}=${value}`, name),
    restart: (name) => docker('service', 'update', '--detach', '--force', name),
    remove: (name) => docker('service', 'rm', name),
    async createVariety() {
      await lab.docker((await lab.leader()).name, ['network', 'create', '--driver', 'overlay', 'back']);
      await Promise.all([
        lab.service({ name: 'global', mode: 'global', options: ['--label', 'b=2', '--label', 'a=1'] }),
        lab.service({ name: 'job', mode: 'replicated-job', replicas: 2, behaviour: behaviour.job(0) }),
        lab.service({ name: 'fails', behaviour: behaviour.failsAtOnce(3), options: ['--restart-delay', '1h'] }),
        lab.service({ name: 'waits', options: ['--constraint', 'node.hostname==nobody'] }),
        lab.service({
          name: 'ports',
          options: ['--network', 'back', '--publish', 'mode=host,target=80,published=8080', '--publish', '8081:81/udp'],
        }),
      ]);
      return ['global', 'job', 'fails', 'waits', 'ports'];
    },
    setAvailability: (node, availability) => docker('node', 'update', '--availability', availability, node),
    killManager: (endpoint) => lab.powerOff(nodeAt(endpoint)),
    async demoteManager(endpoint) {
      await docker('node', 'demote', nodeAt(endpoint));
    },
    async lockManager(endpoint) {
      const [name, other] = [nodeAt(endpoint), lab.managers().find(({ socket }) => endpoint !== `unix://${socket}`)];
      await docker('swarm', 'update', '--autolock=true');
      const key = await lab.docker(other?.name ?? '', ['swarm', 'unlock-key', '--quiet']);
      await lab.stopDocker(name);
      await lab.startDocker(name);
      return async () => {
        await lab.docker(name, ['swarm', 'unlock'], `${key.trim()}\n`);
        await docker('swarm', 'update', '--autolock=false');
      };
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
