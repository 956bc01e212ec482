import { Fault, type FaultCode, isFault } from '#lib/domain/fault';
import type { ClusterId, NodeId } from '#lib/domain/ids';
import { Lane, type LaneOptions } from '#lib/limits/lane';
import type { Log } from '#lib/ports/log';
import type { ManagerVersions } from '#lib/ports/manager-versions';
import { apiOfRelease, compareApi } from './api-version';
import { Connection, cannotServe, parseAnswer, type Reading, Unsent } from './connection';
import { DEADLINES, type Deadlines } from './deadlines';
import type { Endpoint } from './endpoint';
import { raceInOrder } from './race';
import { SpecApi, versionsInMemory } from './spec-api';

export interface ManagersOptions {
  endpoints: readonly Endpoint[];
  log: Log;
  /** The swarm that this console belongs to, if known already. Otherwise the first manager that responds decides. */
  clusterId?: ClusterId | null;
  deadlines?: Partial<Deadlines>;
  /** The known API versions of the managers. */
  versions?: ManagerVersions;
  flight?: Partial<Record<keyof typeof FLIGHT, Flight>>;
}

type Flight = Omit<LaneOptions, 'busy'>;

export interface GetOptions {
  deadlineMs?: number;
  /** false: a slow manager is waited for, because the query itself is slow. */
  hedged?: boolean;
}

/** Which fault is shown when every manager has its own: the most helpful first. */
const MOST_TELLING: readonly FaultCode[] = [
  'no_quorum',
  'swarm_locked',
  'engine_too_old',
  'engine_timeout',
  'wrong_cluster',
  'not_in_a_swarm',
  'not_a_manager',
];

/**
 * Concurrent requests of people and workers; the feed has connections of its own. Reads for which the engine queries a
 * third party have separate places, because they may take long.
 */
const FLIGHT = {
  reads: { width: 32, queue: 500, waitMs: 10_000 },
  slowReads: { width: 8, queue: 100, waitMs: 15_000 },
  writes: { width: 16, queue: 200, waitMs: 25_000 },
} as const satisfies Record<string, Flight>;

const laneFor = (flight: Flight, what: 'engine' | 'registry') =>
  new Lane({ ...flight, busy: () => new Fault('too_busy', { what }) });

/** Objects for which the API version of the last read is remembered. */
const REMEMBERED = 20_000;

/** Only services have fields that newer engines added. */
const isService = (specOf: string): boolean => specOf.startsWith('service/');

const MANAGERS = `/nodes?filters=${encodeURIComponent(JSON.stringify({ role: ['manager'] }))}`;

interface WireManager {
  ID: NodeId;
  Description?: { Hostname?: string; Engine?: { EngineVersion?: string } };
  ManagerStatus?: { Leader?: boolean };
}

/** A manager whose identity was read this recently counts as not updated since. */
const SURVEY_MS = 10_000;

/**
 * The managers of one swarm, which are interchangeable. It stays with the one that works; reads move on to the next,
 * writes only when they provably were not sent.
 */
export class Managers {
  readonly connections: readonly Connection[];
  readonly deadlines: Deadlines;
  readonly #log: Log;
  #clusterId: ClusterId | null;
  #preferred: Connection | null = null;
  readonly #specApi: SpecApi;
  readonly #readIn = new Map<string, string>();
  #survey: Promise<void> | null = null;
  readonly #reads: Lane;
  readonly #slowReads: Lane;
  readonly #writes: Lane;

  constructor({ endpoints, log, clusterId = null, deadlines, versions, flight }: ManagersOptions) {
    this.deadlines = { ...DEADLINES, ...deadlines };
    this.connections = endpoints.map((endpoint) => new Connection(endpoint, this.deadlines));
    this.#log = log;
    this.#clusterId = clusterId;
    this.#specApi = new SpecApi(versions ?? versionsInMemory(), log);
    this.#reads = laneFor(flight?.reads ?? FLIGHT.reads, 'engine');
    this.#slowReads = laneFor(flight?.slowReads ?? FLIGHT.slowReads, 'registry');
    this.#writes = laneFor(flight?.writes ?? FLIGHT.writes, 'engine');
  }

  get clusterId(): ClusterId | null {
    return this.#clusterId;
  }

  /** The one that worked last, then the others as configured. */
  inOrder(): Connection[] {
    const first = this.#preferred;
    return first ? [first, ...this.connections.filter((each) => each !== first)] : [...this.connections];
  }

  prefer(connection: Connection): void {
    if (this.#preferred === connection) return;
    this.#preferred = connection;
    this.#log.info({ endpoint: connection.label }, 'reading from this manager');
  }

  /** Ensures that it is a manager of this swarm that can serve now. */
  async admit(connection: Connection, reading: Reading): Promise<Connection> {
    const { clusterId, nodeId, apiVersion } = await connection.introduce(reading);
    this.#clusterId ??= clusterId;
    if (clusterId === this.#clusterId) {
      this.#specApi.observed(clusterId, nodeId, apiVersion);
      return connection;
    }
    throw new Fault('wrong_cluster', { endpoint: connection.label, found: clusterId, expected: this.#clusterId });
  }

  /**
   * The response of the first manager that can serve. A refusal of the request itself is final. Throws `too_busy` where
   * too many requests are in flight.
   */
  get(path: string, options: GetOptions = {}): Promise<{ body: Buffer; connection: Connection }> {
    const lane = options.hedged === false ? this.#slowReads : this.#reads;
    return lane.run(() => this.#get(path, this.inOrder(), options));
  }

  /**
   * An object whose spec may be written back: from the manager with the newest API. Throws `engine_too_old` when the
   * manager with the highest API of the swarm is unreachable, `leader_too_old` when an older one leads.
   */
  getSpec(path: string, specOf: string): Promise<{ body: Buffer; connection: Connection }> {
    return this.#reads.run(() => this.#getSpec(path, specOf));
  }

  async #getSpec(path: string, specOf: string): Promise<{ body: Buffer; connection: Connection }> {
    const needed = await this.#neededApi();
    const answer = await this.#get(path, this.#newestFirst(), { needed });
    if (needed && isService(specOf)) await this.#assertLeader(answer.connection, needed);
    const { apiVersion } = answer.connection.standing ?? {};
    if (apiVersion) this.#remember(specOf, apiVersion);
    return answer;
  }

  /**
   * Sends a write, once, through a manager that has just proved that it serves. Throws `outcome_unknown` when it may
   * have been carried out; every other fault means that nothing was changed.
   */
  post(path: string, body: string, { specOf }: { specOf: string }): Promise<string> {
    return this.#writes.run(() => this.#post(path, body, specOf));
  }

  async #post(path: string, body: string, specOf: string): Promise<string> {
    const needed = await this.#neededApi();
    const left = new Set(this.#newestFirst());
    for (;;) {
      const connection = await this.#firstOf([...left], this.deadlines.headStartMs, async (each, signal) =>
        this.#newEnough(await this.admit(each, { deadlineMs: this.deadlines.readyMs, signal }), needed),
      );
      const readIn = this.#readIn.get(specOf);
      // A spec read before this engine was known may lack fields that a write would then remove, so it must be read
      // again.
      if (readIn && compareApi(connection.standing?.apiVersion ?? '0', readIn) > 0) throw new Fault('stale_version');
      try {
        if (needed && isService(specOf)) await this.#assertLeader(connection, needed);
        return await connection.post(path, body);
      } catch (error) {
        left.delete(connection);
        if (!(error instanceof Unsent)) throw error;
        if (left.size === 0) throw error.fault;
      }
    }
  }

  rest(): void {
    for (const connection of this.connections) connection.rest();
  }

  async #get(
    path: string,
    order: readonly Connection[],
    { deadlineMs = this.deadlines.readMs, hedged = true, needed }: GetOptions & { needed?: string },
  ): Promise<{ body: Buffer; connection: Connection }> {
    const read = async (connection: Connection, signal: AbortSignal) => {
      try {
        await this.#ready(connection, { deadlineMs, signal });
        this.#newEnough(connection, needed);
        return { connection, body: await connection.get(path, { deadlineMs, signal }) };
      } catch (error) {
        if (isFault(error) && !cannotServe(error)) return { connection, refused: error };
        throw error;
      }
    };
    const answer = await this.#firstOf(order, hedged ? this.deadlines.headStartMs : deadlineMs, read);
    if ('refused' in answer) throw answer.refused;
    return answer;
  }

  async #ready(connection: Connection, reading: Reading): Promise<void> {
    // The last state of another endpoint may be outdated.
    const isInUse = connection === this.#preferred && connection.standing?.clusterId === this.#clusterId;
    if (!isInUse) await this.admit(connection, reading);
  }

  #newEnough(connection: Connection, needed?: string): Connection {
    const found = connection.standing?.apiVersion ?? '0';
    if (!needed || compareApi(found, needed) >= 0) return connection;
    throw new Fault('engine_too_old', { endpoint: connection.label, found, needed });
  }

  #newestFirst(): Connection[] {
    const apiOf = ({ standing }: Connection) => standing?.apiVersion ?? '0';
    return this.inOrder().sort((a, b) => compareApi(apiOf(b), apiOf(a)));
  }

  /** The API version for reading and writing specs; undefined while no manager was ever met. */
  async #neededApi(): Promise<string | undefined> {
    this.#survey ??= this.#surveyed().finally(() => {
      this.#survey = null;
    });
    await this.#survey;
    for (;;) {
      const newest = this.#clusterId && (await this.#specApi.newest(this.#clusterId));
      if (!newest || !this.#clusterId) return undefined;
      const speaks = ({ standing }: Connection) => compareApi(standing?.apiVersion ?? '0', newest.apiVersion) >= 0;
      if (this.connections.some(speaks) || !(await this.#hasLeft(newest.nodeId))) return newest.apiVersion;
      await this.#specApi.forget(this.#clusterId, newest.nodeId);
    }
  }

  /**
   * Every read and write goes through the leader, which leaves out the fields that it does not know. A spec may hold
   * such fields unseen, so under an older leader no service is written. Checked with a manager that has just proved
   * that it serves, because elections are waited for there.
   */
  async #assertLeader(connection: Connection, needed: string): Promise<void> {
    const body = await connection.get(MANAGERS, { deadlineMs: this.deadlines.readMs });
    const managers = parseAnswer<WireManager[]>(body, connection.label);
    const leader = managers.find(({ ManagerStatus }) => ManagerStatus?.Leader);
    if (!leader) return;
    const { Hostname = leader.ID, Engine } = leader.Description ?? {};
    const found = this.#specApi.apiOf(leader.ID) ?? apiOfRelease(Engine?.EngineVersion ?? '');
    if (found && compareApi(found, needed) < 0) throw new Fault('leader_too_old', { name: Hostname, found, needed });
  }

  /** Reads the identity of managers not read recently, and waits briefly for silent ones. */
  async #surveyed(): Promise<void> {
    // The first manager in order, not the fastest, decides which swarm this console belongs to.
    if (!this.#clusterId) {
      const deadlineMs = this.deadlines.readMs;
      await raceInOrder(this.inOrder(), this.deadlines.headStartMs, (each, signal) =>
        this.admit(each, { deadlineMs, signal }),
      );
    }
    const stale = this.connections.filter(({ idleMs }) => idleMs > SURVEY_MS);
    const reading = { deadlineMs: Math.min(this.deadlines.pingMs, this.deadlines.headStartMs) };
    await Promise.allSettled(stale.map((each) => this.admit(each, reading)));
  }

  /** Whether a node is no longer a manager of the swarm. Unknown counts as no. */
  async #hasLeft(nodeId: NodeId): Promise<boolean> {
    try {
      const { body, connection } = await this.#get(`/nodes/${encodeURIComponent(nodeId)}`, this.inOrder(), {});
      return parseAnswer<{ Spec?: { Role?: string } }>(body, connection.label).Spec?.Role === 'worker';
    } catch (error) {
      return isFault(error, 'not_found');
    }
  }

  #remember(specOf: string, apiVersion: string): void {
    this.#readIn.delete(specOf);
    this.#readIn.set(specOf, apiVersion);
    for (const oldest of this.#readIn.keys()) {
      if (this.#readIn.size <= REMEMBERED) break;
      this.#readIn.delete(oldest);
    }
  }

  async #firstOf<Won>(
    connections: readonly Connection[],
    headStartMs: number,
    run: (connection: Connection, signal: AbortSignal) => Promise<Won>,
  ): Promise<Won> {
    const result = await raceInOrder(connections, headStartMs, run);
    for (const [connection, error] of result.lost)
      this.#log.debug({ endpoint: connection.label, reason: String(error) }, 'a manager could not serve');
    if (!result.ok) throw mostTelling([...result.lost.values()], this.connections);
    this.prefer(result.by);
    return result.won;
  }
}

function mostTelling(errors: unknown[], connections: readonly Connection[]): unknown {
  const faults = errors.filter((error) => isFault(error));
  const chosen = MOST_TELLING.flatMap((code) => faults.filter((fault) => fault.code === code))[0] ?? faults[0];
  if (!chosen)
    return errors[0] ?? new Fault('engine_unreachable', { endpoint: '', endpoints: [], reason: 'none-configured' });
  const { code, params, engineText, cause } = chosen;
  const endpoints = connections.map(({ label }) => label);
  return new Fault(code, { ...params, endpoints }, { cause, ...(engineText && { engineText }) });
}
