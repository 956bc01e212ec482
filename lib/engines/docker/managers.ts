import { Fault, type FaultCode, isFault } from '#lib/domain/fault';
import type { ClusterId } from '#lib/domain/ids';
import { Lane, type LaneOptions } from '#lib/limits/lane';
import type { Log } from '#lib/ports/log';
import { compareApi } from './api-version';
import { Connection, cannotServe, type Reading, Unsent } from './connection';
import { DEADLINES, type Deadlines } from './deadlines';
import type { Endpoint } from './endpoint';
import { raceInOrder } from './race';

export interface ManagersOptions {
  endpoints: readonly Endpoint[];
  log: Log;
  /** The swarm that this console belongs to, when it is known from before. Else the first manager that answers tells. */
  clusterId?: ClusterId | null;
  deadlines?: Partial<Deadlines>;
  flight?: Partial<Record<keyof typeof FLIGHT, Flight>>;
}

type Flight = Omit<LaneOptions, 'busy'>;

export interface GetOptions {
  /** The object whose spec is wanted: it is read only in an API that is as new as any it was read in before. */
  specOf?: string;
  deadlineMs?: number;
  /** false: a slow manager is waited for, because it is the question that takes long. */
  hedged?: boolean;
}

/** What tells a person most, when every manager has its own reason not to serve. */
const MOST_TELLING: readonly FaultCode[] = [
  'no_quorum',
  'swarm_locked',
  'engine_timeout',
  'wrong_cluster',
  'engine_too_old',
  'not_in_a_swarm',
  'not_a_manager',
];

/**
 * Requests of people and workers in flight at a time; the feed has connections of its own and waits for nobody. Where the
 * engine asks somebody else for us it may take long, so that such reads have places apart.
 */
const FLIGHT = {
  reads: { width: 32, queue: 500, waitMs: 10_000 },
  slowReads: { width: 8, queue: 100, waitMs: 15_000 },
  writes: { width: 16, queue: 200, waitMs: 25_000 },
} as const satisfies Record<string, Flight>;

const laneFor = (flight: Flight, what: 'engine' | 'registry') =>
  new Lane({ ...flight, busy: () => new Fault('too_busy', { what }) });

/** Objects whose API version is remembered; more than a swarm holds. */
const REMEMBERED = 20_000;

/**
 * The managers of one swarm, of which any will do. It stays with the one that works; reads go on to the next, writes
 * only when they provably never left.
 */
export class Managers {
  readonly connections: readonly Connection[];
  readonly deadlines: Deadlines;
  readonly #log: Log;
  #clusterId: ClusterId | null;
  #preferred: Connection | null = null;
  #specApi = new Map<string, string>();
  readonly #reads: Lane;
  readonly #slowReads: Lane;
  readonly #writes: Lane;

  constructor({ endpoints, log, clusterId = null, deadlines, flight }: ManagersOptions) {
    this.deadlines = { ...DEADLINES, ...deadlines };
    this.connections = endpoints.map((endpoint) => new Connection(endpoint, this.deadlines));
    this.#log = log;
    this.#clusterId = clusterId;
    this.#reads = laneFor(flight?.reads ?? FLIGHT.reads, 'engine');
    this.#slowReads = laneFor(flight?.slowReads ?? FLIGHT.slowReads, 'registry');
    this.#writes = laneFor(flight?.writes ?? FLIGHT.writes, 'engine');
  }

  get clusterId(): ClusterId | null {
    return this.#clusterId;
  }

  /** The one that worked last, then the others as they were configured. */
  inOrder(): Connection[] {
    const first = this.#preferred;
    return first ? [first, ...this.connections.filter((each) => each !== first)] : [...this.connections];
  }

  prefer(connection: Connection): void {
    if (this.#preferred === connection) return;
    this.#preferred = connection;
    this.#log.info({ endpoint: connection.label }, 'reading from this manager');
  }

  /** Makes sure that it is a manager of this swarm that can answer now. */
  async admit(connection: Connection, reading: Reading): Promise<Connection> {
    const { clusterId } = await connection.introduce(reading);
    this.#clusterId ??= clusterId;
    if (clusterId === this.#clusterId) return connection;
    throw new Fault('wrong_cluster', { endpoint: connection.label, found: clusterId, expected: this.#clusterId });
  }

  /**
   * The answer of the first manager that can give one. A refusal that is about what was asked is final. Throws `too_busy`
   * where too many are in flight already.
   */
  get(path: string, options: GetOptions = {}): Promise<{ body: Buffer; connection: Connection }> {
    return (options.hedged === false ? this.#slowReads : this.#reads).run(() => this.#get(path, options));
  }

  async #get(
    path: string,
    { specOf, deadlineMs = this.deadlines.readMs, hedged = true }: GetOptions,
  ): Promise<{ body: Buffer; connection: Connection }> {
    const read = async (connection: Connection, signal: AbortSignal) => {
      try {
        await this.#ready(connection, { deadlineMs, signal }, specOf);
        return { connection, body: await connection.get(path, { deadlineMs, signal }) };
      } catch (error) {
        if (isFault(error) && !cannotServe(error)) return { connection, refused: error };
        throw error;
      }
    };
    const headStartMs = hedged ? this.deadlines.headStartMs : deadlineMs;
    const answer = await this.#firstOf(this.inOrder(), headStartMs, read);
    if ('refused' in answer) throw answer.refused;
    if (specOf) this.noteSpecRead(specOf, answer.connection);
    return answer;
  }

  /**
   * Sends a write, once, through a manager that has just said that it serves. Throws `outcome_unknown` when nobody can
   * tell whether it was carried out; every other fault means that nothing was changed.
   */
  post(path: string, body: string, { specOf }: { specOf: string }): Promise<string> {
    return this.#writes.run(() => this.#post(path, body, specOf));
  }

  async #post(path: string, body: string, specOf: string): Promise<string> {
    const left = new Set(this.inOrder());
    for (;;) {
      const connection = await this.#firstOf([...left], this.deadlines.headStartMs, (each, signal) =>
        this.#anew(each, { deadlineMs: this.deadlines.readyMs, signal }, specOf),
      );
      try {
        return await connection.post(path, body);
      } catch (error) {
        left.delete(connection);
        if (!(error instanceof Unsent)) throw error;
        if (left.size === 0) throw error.fault;
      }
    }
  }

  /** A spec read by an older engine lacks fields; written back, it would drop them. */
  noteSpecRead(specOf: string, connection: Connection): void {
    const apiVersion = connection.standing?.apiVersion;
    const before = this.#specApi.get(specOf);
    if (!apiVersion || (before && compareApi(apiVersion, before) <= 0)) return;
    this.#specApi.set(specOf, apiVersion);
    for (const oldest of this.#specApi.keys()) {
      if (this.#specApi.size <= REMEMBERED) break;
      this.#specApi.delete(oldest);
    }
  }

  rest(): void {
    for (const connection of this.connections) connection.rest();
  }

  async #ready(connection: Connection, reading: Reading, specOf?: string): Promise<Connection> {
    if (!connection.standing || connection.standing.clusterId !== this.#clusterId)
      await this.admit(connection, reading);
    return this.#newEnough(connection, specOf);
  }

  async #anew(connection: Connection, reading: Reading, specOf: string): Promise<Connection> {
    return this.#newEnough(await this.admit(connection, reading), specOf);
  }

  #newEnough(connection: Connection, specOf?: string): Connection {
    const needed = specOf && this.#specApi.get(specOf);
    const found = connection.standing?.apiVersion ?? '0';
    if (!needed || compareApi(found, needed) >= 0) return connection;
    throw new Fault('engine_too_old', { endpoint: connection.label, found, needed });
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
