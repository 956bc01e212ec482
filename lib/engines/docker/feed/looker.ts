import { createHash } from 'node:crypto';
import { Fault, isFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { Service } from '#lib/domain/service/service';
import type { Clock } from '#lib/ports/clock';
import type { FeedSink } from '#lib/ports/cluster-feed';
import type { Connection } from '../connection';
import type { Managers } from '../managers';
import type { Mirror, SeenSpec } from './mirror';

/** What a partial look covers. */
export interface CloseLook {
  nodes: boolean;
  /** All nodes and all services; only the tasks are too many to be read all the time. */
  roll: boolean;
  networks: boolean;
  /** Services named by events: read one by one. */
  services: ReadonlySet<ServiceId>;
  /** Services whose tasks are read. */
  tasksOf: ReadonlySet<ServiceId>;
}

/** When a look began, and its cost for the manager and us. */
export interface Looked {
  at: number;
  costMs: number;
}

const filtered = (path: string, filters: Record<string, Iterable<string>>): string => {
  const lists = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, [...values]]));
  return `${path}?filters=${encodeURIComponent(JSON.stringify(lists))}`;
};
const NETWORKS = filtered('/networks', { scope: ['swarm'] });

/** Looks at the swarm through one manager, updates the mirror and passes changes to the sink. */
export class Looker {
  readonly #connection: Connection;
  readonly #managers: Managers;
  readonly #mirror: Mirror;
  readonly #sink: FeedSink;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Digests of the last lists: an idle swarm's lists are equal to the byte, and then nothing is parsed. */
  #last: { nodes?: string; services?: string; tasks?: string } = {};
  #networksRead = new Set<string>();
  #costMs = 0;

  constructor(options: {
    connection: Connection;
    managers: Managers;
    mirror: Mirror;
    sink: FeedSink;
    clock: Clock;
    signal: AbortSignal;
  }) {
    this.#connection = options.connection;
    this.#managers = options.managers;
    this.#mirror = options.mirror;
    this.#sink = options.sink;
    this.#clock = options.clock;
    this.#signal = options.signal;
  }

  /** Reads everything; unchanged objects are not passed on again. */
  async whole(): Promise<Looked> {
    const at = this.#begin();
    const { silentMs, readMs, listMs } = this.#managers.deadlines;
    const [nodesBody, servicesBody] = await Promise.all([
      this.#get('/nodes', silentMs),
      this.#get('/services', readMs),
    ]);
    const tasksBody = await this.#get('/tasks', listMs);
    const nodes = this.#isNews('nodes', nodesBody) ? this.#mirror.takeNodes(nodesBody) : undefined;
    const services = this.#isNews('services', servicesBody) ? await this.#allServices(servicesBody, at) : undefined;
    const news = this.#isNews('tasks', tasksBody);
    const tasks = (news && (await this.#timed(this.#mirror.takeTasks(tasksBody, at)))) || undefined;
    if (nodes || services || tasks) this.#sink.observe({ kind: 'list', at, nodes, services, tasks });
    return { at, costMs: this.#costMs };
  }

  /** Reads a part of it, right after an event or often while something moves. */
  async close(look: CloseLook): Promise<Looked> {
    const at = this.#begin();
    if (look.networks && (await this.networks()))
      this.#sink.observe({ kind: 'changes', at, services: [...this.#mirror.services.values()] });
    const [nodes, services] = await Promise.all([
      look.nodes || look.roll ? this.#allNodes() : undefined,
      look.roll ? this.#get('/services', this.#managers.deadlines.readMs) : undefined,
    ]);
    const all = services && this.#isNews('services', services) ? await this.#allServices(services, at) : undefined;
    if (nodes || all) this.#sink.observe({ kind: 'list', at, nodes, services: all });
    if (!look.roll && look.services.size > 0) await this.#someServices(look.services, at);
    // The engine refuses the whole query if one service was removed.
    const present = new Set([...look.tasksOf].filter((id) => this.#mirror.services.has(id)));
    if (present.size > 0) await this.#someTasks(present);
    return { at, costMs: this.#costMs };
  }

  #begin(): number {
    this.#costMs = 0;
    return this.#clock.now();
  }

  #isNews(kind: 'nodes' | 'services' | 'tasks', body: Buffer): boolean {
    const digest = createHash('sha256').update(body).digest('base64');
    if (this.#last[kind] === digest) return false;
    this.#last[kind] = digest;
    return true;
  }

  async #allServices(body: Buffer, at: number): Promise<Service[]> {
    const { services, specs } = this.#mirror.takeServices(body, at);
    this.#mirror.keepServices(services);
    this.#publishSpecs(specs, at);
    await this.#learnNetworksOf(services);
    return services.map(({ id }) => this.#mirror.services.get(id)).filter((service) => service !== undefined);
  }

  async #allNodes() {
    const body = await this.#get('/nodes', this.#managers.deadlines.silentMs);
    return this.#isNews('nodes', body) ? this.#mirror.takeNodes(body) : undefined;
  }

  async #someServices(ids: ReadonlySet<ServiceId>, at: number): Promise<void> {
    const body = await this.#get(filtered('/services', { id: ids }), this.#managers.deadlines.silentMs);
    const { services, specs } = this.#mirror.takeServices(body, at);
    const found = new Set(services.map(({ id }) => id));
    const goneServices = [...ids].filter((id) => !found.has(id));
    for (const id of goneServices) this.#mirror.dropService(id);
    this.#last.services = undefined;
    this.#publishSpecs(specs, at);
    await this.#learnNetworksOf(services);
    const named = services.map(({ id }) => this.#mirror.services.get(id)).filter((service) => service !== undefined);
    this.#sink.observe({ kind: 'changes', at, services: named, goneServices });
  }

  async #someTasks(of: ReadonlySet<ServiceId>): Promise<void> {
    const at = this.#clock.now();
    const body = await this.#get(filtered('/tasks', { service: of }), this.#managers.deadlines.readMs).catch(ifGone);
    const tasks = body && (await this.#timed(this.#mirror.takeTasks(body, at, of)));
    if (!tasks) return;
    this.#last.tasks = undefined;
    this.#sink.observe({ kind: 'list', at, tasks, tasksOf: [...of] });
  }

  #publishSpecs(specs: SeenSpec[], at: number): void {
    for (const { service, spec } of specs) {
      this.#sink.specSeen({ serviceId: service.id, name: service.name, version: service.version, spec, at });
    }
  }

  /** Network names are read when a service uses a network without a known name. */
  async #learnNetworksOf(services: readonly Service[]): Promise<void> {
    const ids = services.flatMap(({ networks }) => networks.map(({ id }) => id));
    const unasked = [...new Set(ids)].filter((id) => !this.#mirror.isNamed(id) && !this.#networksRead.has(id));
    if (unasked.length === 0) return;
    await this.networks();
    for (const id of unasked.filter((each) => !this.#mirror.isNamed(each))) {
      this.#networksRead.add(id);
      const body = await this.#get(`/networks/${id}`, this.#managers.deadlines.silentMs).catch(ifUnknown);
      if (body) this.#mirror.takeNetwork(body);
    }
  }

  /** Reads the networks. Returns whether a name has changed. Where reading is forbidden, networks are shown by id. */
  async networks(): Promise<boolean> {
    const body = await this.#get(NETWORKS, this.#managers.deadlines.readMs).catch(ifUnknown);
    return body !== null && this.#mirror.takeNetworks(body);
  }

  async #get(path: string, deadlineMs: number): Promise<Buffer> {
    return this.#timed(this.#connection.get(path, { deadlineMs, signal: this.#signal }));
  }

  async #timed<Value>(work: Promise<Value>): Promise<Value> {
    const begun = performance.now();
    try {
      return await work;
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new Fault('engine_failed', { endpoint: this.#connection.label }, { cause: error });
      throw error;
    } finally {
      this.#costMs += performance.now() - begun;
    }
  }
}

/** Removed meanwhile: the next full list shows its tasks' ends. */
function ifGone(error: unknown): null {
  if (isFault(error, 'not_found')) return null;
  throw error;
}

/** Removed, or blocked by a proxy. */
function ifUnknown(error: unknown): null {
  if (isFault(error, 'not_found') || isFault(error, 'engine_refused')) return null;
  throw error;
}
