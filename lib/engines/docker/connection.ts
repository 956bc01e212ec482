import type { IncomingMessage } from 'node:http';
import { Fault } from '#lib/domain/fault';
import type { ClusterId, NodeId } from '#lib/domain/ids';
import { compareApi, OLDEST_API } from './api-version';
import { clockAheadMs } from './clock-ahead';
import type { Deadlines } from './deadlines';
import type { Endpoint } from './endpoint';
import { faultOfAnswer, faultOfWire } from './faults';
import { Wire, WireError } from './wire';

/** What a manager reports about itself. */
export interface Standing {
  /** The highest API that it speaks; every request uses it. */
  apiVersion: string;
  clusterId: ClusterId;
  /** How far its clock is ahead of ours, ms; null: only a little, or unknown. Updated by every read. */
  clockAheadMs: number | null;
  nodeId: NodeId;
}

export interface Reading {
  deadlineMs: number;
  signal?: AbortSignal;
}

/** Thrown instead of a fault when a write provably was not sent, so that another manager may be tried. */
export class Unsent extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message, { cause: fault });
    this.fault = fault;
  }
}

interface SwarmInfo {
  LocalNodeState?: string;
  ControlAvailable?: boolean;
  Error?: string;
  NodeID?: string;
  Cluster?: { ID?: string };
}

/**
 * The connection to one manager. Its standing is dropped when it fails to respond, and read again before the next use.
 */
export class Connection {
  readonly endpoint: Endpoint;
  readonly #deadlines: Deadlines;
  readonly #wire: Wire;
  #standing: Standing | null = null;
  #apiVersion: string | null = null;
  #alive = false;
  #clockAheadMs: number | null = null;
  #requestedAt = Number.NEGATIVE_INFINITY;

  constructor(endpoint: Endpoint, deadlines: Deadlines) {
    this.endpoint = endpoint;
    this.#deadlines = deadlines;
    this.#wire = new Wire(endpoint);
  }

  get label(): string {
    return this.endpoint.label;
  }

  get standing(): Standing | null {
    return this.#standing;
  }

  /** Whether it responded to the last request. If it then falls silent, it is waiting for a leader itself. */
  get isAlive(): boolean {
    return this.#alive;
  }

  /** The time since its identity was last requested, ms. */
  get idleMs(): number {
    return performance.now() - this.#requestedAt;
  }

  /** Reads its identity. Throws why it can't serve: a worker, locked, without a leader, too old, unreachable. */
  async introduce({ deadlineMs, signal }: Reading): Promise<Standing> {
    this.#alive = false;
    this.#requestedAt = performance.now();
    const apiVersion = await this.#findApiVersion({ deadlineMs: Math.min(deadlineMs, this.#deadlines.pingMs), signal });
    this.#alive = true;
    const info = await this.#read(`/v${apiVersion}/info`, { deadlineMs, signal });
    const { Swarm = {} } = parseAnswer<{ Swarm?: SwarmInfo }>(info, this.label);
    this.#standing = null;
    this.#apiVersion = apiVersion;
    const nodeId = (Swarm.NodeID || this.label) as NodeId;
    this.#standing = { apiVersion, clusterId: this.#clusterIn(Swarm), nodeId, clockAheadMs: this.#clockAheadMs };
    return this.#standing;
  }

  /** The raw response to a GET. The path is without the API version's prefix. */
  async get(path: string, reading: Reading): Promise<Buffer> {
    return this.#read(this.#versioned(path), reading);
  }

  /** An endless response, for /events. */
  async stream(path: string, reading: Required<Reading>): Promise<IncomingMessage> {
    const { deadlineMs, signal } = reading;
    const answer = await this.#wire.open(this.#versioned(path), deadlineMs, signal).catch((error) => {
      throw this.#noAnswer(error, deadlineMs, false);
    });
    if ('body' in answer) throw this.#refusal(answer.status, answer.body.toString(), false);
    return answer;
  }

  /** Sends a write, once. Throws `Unsent` or its fault. */
  async post(path: string, body: string): Promise<string> {
    const { writeMs: deadlineMs, connectMs } = this.#deadlines;
    const sent = this.#wire.ask({ method: 'POST', path: this.#versioned(path), body, deadlineMs, connectMs });
    const answer = await sent.catch((error) => {
      const fault = this.#noAnswer(error, deadlineMs, true);
      throw error instanceof WireError && error.trouble === 'unsent' ? new Unsent(fault) : fault;
    });
    if (answer.status >= 200 && answer.status < 300) return answer.body.toString();
    throw this.#refusal(answer.status, answer.body.toString(), true);
  }

  rest(): void {
    this.#wire.rest();
  }

  async #read(path: string, { deadlineMs, signal }: Reading): Promise<Buffer> {
    const begun = Date.now();
    const answer = await this.#wire.ask({ method: 'GET', path, deadlineMs, signal }).catch((error) => {
      throw this.#noAnswer(error, deadlineMs, false);
    });
    this.#clockAheadMs = clockAheadMs(answer.headers.date, begun, Date.now());
    if (this.#standing) this.#standing.clockAheadMs = this.#clockAheadMs;
    if (answer.status === 200) return answer.body;
    throw this.#refusal(answer.status, answer.body.toString(), false);
  }

  async #findApiVersion(reading: Reading): Promise<string> {
    const ping = await this.#wire.ask({ method: 'GET', path: '/_ping', ...reading }).catch((error) => {
      throw this.#noAnswer(error, reading.deadlineMs, false);
    });
    const offered = ping.headers['api-version'];
    // Proxies that hide /_ping or its headers often let /version pass.
    const found = typeof offered === 'string' && offered ? offered : await this.#apiByVersion(reading);
    if (compareApi(found, OLDEST_API) >= 0) return found;
    throw new Fault('engine_too_old', { endpoint: this.label, found, needed: OLDEST_API });
  }

  async #apiByVersion(reading: Reading): Promise<string> {
    const version = await this.#read('/version', reading);
    return parseAnswer<{ ApiVersion?: string }>(version, this.label).ApiVersion ?? '0';
  }

  /** A manager without a quorum reports itself as active and in control, but names no cluster, so its Error decides. */
  #clusterIn({ LocalNodeState = '', ControlAvailable, Error: text = '', Cluster }: SwarmInfo): ClusterId {
    if (Cluster?.ID) return Cluster.ID as ClusterId;
    const endpoint = this.label;
    const engineText = text || `LocalNodeState: ${LocalNodeState}`;
    if (LocalNodeState === 'locked') throw new Fault('swarm_locked', { endpoint }, { engineText });
    if (LocalNodeState === 'active' && !ControlAvailable)
      throw new Fault('not_a_manager', { endpoint }, { engineText });
    if (text) throw faultOfAnswer(500, text, { endpoint, writing: false });
    if (LocalNodeState === 'active') throw new Fault('no_quorum', { endpoint }, { engineText });
    throw new Fault('not_in_a_swarm', { endpoint }, { engineText });
  }

  #versioned(path: string): string {
    if (!this.#apiVersion) throw new Fault('internal', {}, { engineText: `${this.label} was not asked who it is` });
    return `/v${this.#apiVersion}${path}`;
  }

  #noAnswer(error: unknown, deadlineMs: number, writing: boolean): Fault {
    const cancelled = error instanceof WireError && error.trouble === 'cancelled';
    if (!cancelled) this.#standing = null;
    return faultOfWire(error, { endpoint: this.label, writing, seconds: Math.round(deadlineMs / 100) / 10 });
  }

  #refusal(status: number, body: string, writing: boolean): Fault {
    const fault = faultOfAnswer(status, body, { endpoint: this.label, writing });
    if (cannotServe(fault)) this.#standing = null;
    return fault;
  }
}

/** A response that is no JSON is not docker's: a proxy stands in between. */
export function parseAnswer<Shape>(body: Buffer, endpoint: string): Shape {
  try {
    return JSON.parse(body.toString()) as Shape;
  } catch (cause) {
    throw new Fault('engine_failed', { endpoint, status: 200 }, { engineText: body.toString().slice(0, 200), cause });
  }
}

/** Faults of the manager and not of the request: another manager may succeed. */
export const cannotServe = ({ code }: Fault): boolean =>
  code === 'engine_unreachable' ||
  code === 'engine_timeout' ||
  code === 'engine_too_old' ||
  code === 'not_a_manager' ||
  code === 'not_in_a_swarm' ||
  code === 'no_quorum' ||
  code === 'swarm_locked' ||
  code === 'wrong_cluster';
