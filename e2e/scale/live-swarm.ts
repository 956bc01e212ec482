import { behaviour } from '../swarm/behaviour';
import { Lab } from '../swarm/lab';
import { placeOf } from '../swarm/place';
import { dockerdOf } from '../swarm/processes';
import { cpuSecondsOf } from './process-meter';
import { SwarmActs } from './swarm-acts';
import { until } from './until';

const NOWHERE = ['--constraint', 'node.labels.nowhere==yes'];
/** All containers run on one node, so that the others can be drained without moving any. */
const AT_W1 = ['--constraint', 'node.hostname==w1'];

/** Nodes whose availability is changed. */
export const DRAINED = ['w2', 'm2', 'm3'] as const;

/** The real swarm of a benchmark: what is on it, who leads, what its engines cost. */
export class LiveSwarm {
  readonly lab: Lab;
  readonly acts: SwarmActs;
  readonly nodes: ReadonlyMap<string, string>;
  /** Ids of services: two that wait for a node that never comes, and one whose tasks are not replaced. */
  readonly services: Readonly<Record<'pending' | 'scaled' | 'mortal', string>>;

  private constructor(lab: Lab, acts: SwarmActs, nodes: Map<string, string>, services: LiveSwarm['services']) {
    this.lab = lab;
    this.acts = acts;
    this.nodes = nodes;
    this.services = services;
  }

  static async up(name: string, mortals: number): Promise<LiveSwarm> {
    const lab = await Lab.up({ name });
    try {
      const acts = new SwarmActs(lab.node('m1').socket);
      const nowhere = (service: string, replicas: number) => lab.service({ name: service, replicas, options: NOWHERE });
      const services = {
        pending: await nowhere('pending', 5),
        scaled: await nowhere('scaled', 1),
        mortal: await lab.service({
          name: 'mortal',
          replicas: mortals,
          behaviour: behaviour.obedient,
          options: [...AT_W1, '--restart-condition', 'none'],
        }),
      };
      await lab.untilRunning('mortal', mortals, { withinMs: 180_000 });
      return new LiveSwarm(lab, acts, await acts.nodeIds(), services);
    } catch (error) {
      await lab.down();
      throw error;
    }
  }

  nodeId(hostname: string): string {
    const id = this.nodes.get(hostname);
    if (!id) throw new Error(`the swarm has no node ${hostname}`);
    return id;
  }

  /** Endpoints as SWARM_MANAGERS has them. */
  endpoints(options = ''): string[] {
    return this.lab.managers().map(({ socket }) => `unix://${socket}${options}`);
  }

  /** Processor seconds that each manager's engine has used. */
  engineSeconds(): number[] {
    const place = placeOf(this.lab.name);
    return this.lab.managers().map(({ name }) => {
      const pid = dockerdOf(place, name);
      if (pid === undefined) throw new Error(`no dockerd runs on ${name}`);
      return cpuSecondsOf(pid);
    });
  }

  /** A service whose tasks are replaced at once when they die. */
  async dying(name: string, replicas: number): Promise<string> {
    const options = [...AT_W1, '--restart-delay', '0s'];
    const id = await this.lab.service({ name, replicas, behaviour: behaviour.obedient, options });
    await this.lab.untilRunning(name, replicas, { withinMs: 180_000 });
    return id;
  }

  /** So many tasks wait for a node; ms from the engine's answer until the engine lists them all as pending. */
  async pending(count: number): Promise<number> {
    const { at } = await this.acts.scale(this.services.pending, count);
    const filters = encodeURIComponent(JSON.stringify({ service: ['pending'], 'desired-state': ['running'] }));
    await until(`${count} pending tasks`, async () => {
      const tasks = await this.acts.ask<{ Status: { State: string } }[]>(`/tasks?filters=${filters}`);
      return tasks.length === count && tasks.every(({ Status }) => Status.State === 'pending');
    });
    return performance.timeOrigin + performance.now() - at;
  }
}
