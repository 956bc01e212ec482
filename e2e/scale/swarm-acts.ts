import { readdirSync, readFileSync } from 'node:fs';
import { askEngine } from '../swarm/engine';
import { kill } from '../swarm/node-process';
import type { Change } from './latencies';
import { now } from './now';

interface Versioned {
  ID: string;
  Version: { Index: number };
}
interface EngineNode extends Versioned {
  Spec: { Availability: string; Labels: Record<string, string> };
  Description: { Hostname: string };
}
interface EngineService extends Versioned {
  Spec: { Mode: { Replicated: { Replicas: number } } };
}
export interface EngineTask {
  ID: string;
  Slot: number;
  Status: { State: string; ContainerStatus?: { ContainerID?: string } };
}

const PATIENCE_MS = 60_000;

/** Changes a swarm as somebody beside the console does, through a manager's own socket. */
export class SwarmActs {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  ask = <Answer>(path: string): Promise<Answer> => askEngine<Answer>(this.#socket, path, { withinMs: PATIENCE_MS });

  async nodeIds(): Promise<Map<string, string>> {
    const nodes = await this.ask<EngineNode[]>('/nodes');
    return new Map(nodes.map(({ ID, Description }) => [Description.Hostname, ID]));
  }

  /** Sets a label of a node to the number, and its availability where one is named. */
  changeNode(id: string, number: number, label: string, availability?: string): Promise<Change> {
    return this.#update<EngineNode>(`/nodes/${id}`, number, ({ Spec }) => ({
      ...Spec,
      ...(availability && { Availability: availability }),
      Labels: { ...Spec.Labels, [label]: String(number) },
    }));
  }

  /** The number is that of the replicas. */
  scale(service: string, replicas: number): Promise<Change> {
    return this.#update<EngineService>(`/services/${service}`, replicas, ({ Spec }) => ({
      ...Spec,
      Mode: { Replicated: { Replicas: replicas } },
    }));
  }

  running(service: string): Promise<EngineTask[]> {
    const filters = encodeURIComponent(JSON.stringify({ service: [service], 'desired-state': ['running'] }));
    return this.ask<EngineTask[]>(`/tasks?filters=${filters}`).then((tasks) =>
      tasks.filter(({ Status }) => Status.State === 'running'),
    );
  }

  /** Kills what a task runs. The number is the order of the deaths. */
  killTask({ Status }: EngineTask, number: number): Change | null {
    const pid = pidIn(Status.ContainerStatus?.ContainerID ?? '-');
    if (pid === null) return null;
    const called = now();
    kill(pid, 'SIGKILL');
    return { number, called, at: called };
  }

  /** The swarm itself changes its objects too: what was read may be old when it is written. */
  async #update<Kind extends Versioned & { Spec: object }>(
    path: string,
    number: number,
    change: (read: Kind) => object,
  ): Promise<Change> {
    for (let trial = 1; ; trial++) {
      const read = await this.ask<Kind>(path);
      const called = now();
      try {
        await askEngine(this.#socket, `${path}/update?version=${read.Version.Index}`, {
          method: 'POST',
          body: change(read),
          withinMs: PATIENCE_MS,
        });
        return { number, called, at: now() };
      } catch (error) {
        if (trial === 5 || !/out of sequence/.test(String(error))) throw error;
      }
    }
  }
}

/** The first process of a container, as seen from outside; null when it is gone. */
function pidIn(container: string): number | null {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (!readFileSync(`/proc/${name}/cgroup`, 'utf8').includes(container)) continue;
      const seenFromInside = /^NSpid:.*\t(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      if (seenFromInside === '1') return Number(name);
    } catch {
      // It ended between two looks.
    }
  }
  return null;
}
