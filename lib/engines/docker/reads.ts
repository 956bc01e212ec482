import { isFault } from '#lib/domain/fault';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { Clock } from '#lib/ports/clock';
import type { FeedSink } from '#lib/ports/cluster-feed';
import type { ManagerReads, Snapshot, SwarmReads, WatchableManager } from '#lib/ports/swarm-reads';
import { type Connection, parseAnswer } from './connection';
import { controlOf } from './endpoint';
import { findManager } from './feed/find-manager';
import { Looker } from './feed/looker';
import { Mirror } from './feed/mirror';
import { fromDockerTask } from './inbound/from-docker-task';
import type { WireTask } from './inbound/wire-shapes';
import type { Managers } from './managers';

/** Services read by id in one request; above this number a list is cheaper. */
const MANY = 20;

/** The reads of a watch session beside its stream, the same looks as the polling feed's. */
export class DockerReads implements SwarmReads {
  readonly #managers: Managers;
  readonly #clock: Clock;
  /** Outlives a change of managers, as versions do: only new specs are passed on. */
  readonly #mirror = new Mirror();

  constructor({ managers, clock }: { managers: Managers; clock: Clock }) {
    this.#managers = managers;
    this.#clock = clock;
  }

  managers(): WatchableManager[] {
    return this.#managers.inOrder().map(({ label, endpoint }) => ({ endpoint: label, control: controlOf(endpoint) }));
  }

  async first(
    among: readonly WatchableManager[],
    observer: Parameters<SwarmReads['first']>[1],
    signal: AbortSignal,
  ): ReturnType<SwarmReads['first']> {
    const connection = await findManager(
      this.#managers,
      among.map((manager) => this.#connectionTo(manager)),
      {
        failed: ({ label }, error) => observer.failed(label, error),
        silent: ({ label }, fault) => observer.silent(label, fault),
      },
      signal,
    );
    const manager = connection && among.find(({ endpoint }) => endpoint === connection.label);
    if (!manager || !connection.standing) return null;
    this.#managers.prefer(connection);
    return { manager, identity: connection.standing };
  }

  at(manager: WatchableManager, { specSeen }: Pick<FeedSink, 'specSeen'>, signal: AbortSignal): ManagerReads {
    const [managers, mirror, clock] = [this.#managers, this.#mirror, this.#clock];
    const connection = this.#connectionTo(manager);
    // Observations are taken from the mirror here, because the watch session decides what is observed, and when.
    const sink = { specSeen, observe: () => undefined, status: () => undefined };
    const looker = new Looker({ connection, managers, mirror, sink, clock, signal });
    return new Reads({ connection, looker, mirror, managers, signal });
  }

  #connectionTo({ endpoint }: WatchableManager): Connection {
    const connection = this.#managers.connections.find(({ label }) => label === endpoint);
    if (!connection) throw new Error(`${endpoint} is none of the managers`);
    return connection;
  }
}

interface DockerReadsOptions {
  connection: Connection;
  looker: Looker;
  mirror: Mirror;
  managers: Managers;
  signal: AbortSignal;
}

class Reads implements ManagerReads {
  readonly #options: DockerReadsOptions;

  constructor(options: DockerReadsOptions) {
    this.#options = options;
  }

  async trustRoot(): Promise<string> {
    const { connection } = this.#options;
    const body = await this.#get('/swarm', this.#options.managers.deadlines.readMs);
    return parseAnswer<{ TLSInfo?: { TrustRoot?: string } }>(body, connection.label).TLSInfo?.TrustRoot ?? '';
  }

  async whole(): Promise<Snapshot> {
    const { looker, mirror } = this.#options;
    const { at } = await looker.whole();
    const tasks = [...mirror.tasks.values()];
    mirror.forgetTasks();
    return { at, nodes: [...mirror.nodes.values()], services: [...mirror.services.values()], tasks };
  }

  async nodes(): Promise<Node[]> {
    const { mirror, managers } = this.#options;
    return mirror.takeNodes(await this.#get('/nodes', managers.deadlines.holdMs));
  }

  async services(ids: ReadonlySet<ServiceId>): Promise<Service[]> {
    const { looker, mirror } = this.#options;
    const roll = ids.size > MANY;
    await looker.close({ nodes: false, networks: false, roll, services: ids, tasksOf: new Set() });
    return [...ids].map((id) => mirror.services.get(id)).filter((service) => service !== undefined);
  }

  async networks(): Promise<Service[]> {
    const { looker, mirror } = this.#options;
    return (await looker.networks()) ? [...mirror.services.values()] : [];
  }

  async task(id: TaskId): Promise<Task | null> {
    const { connection, mirror, managers } = this.#options;
    const body = await this.#get(`/tasks/${encodeURIComponent(id)}`, managers.deadlines.readMs).catch((error) => {
      if (isFault(error, 'not_found')) return null;
      throw error;
    });
    if (!body) return null;
    const wire = parseAnswer<WireTask>(body, connection.label);
    return fromDockerTask(wire, mirror.services.get(wire.ServiceID as ServiceId)?.mode);
  }

  #get(path: string, deadlineMs: number): Promise<Buffer> {
    const { connection, signal } = this.#options;
    return connection.get(path, { deadlineMs, signal });
  }
}
