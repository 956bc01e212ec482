import type { ChannelCredentials } from '@grpc/grpc-js';
import { Fault, isFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { FeedSink } from '#lib/ports/cluster-feed';
import type { Log } from '#lib/ports/log';
import type { ManagerReads } from '#lib/ports/swarm-reads';
import { openWatch } from '../control-socket';
import type { WireEvent } from '../wire-shapes';
import type { HeldSwarm, OpenQuestion } from './held-swarm';
import { Lane } from './lane';
import { News } from './news';

/** Timeouts of a session. */
export interface Patience {
  /** For the stream to open. */
  openMs: number;
  /** For the proof that there is a leader, until the silence is reported. */
  silentMs: number;
  /** For a leader to return, until another manager is looked for. */
  leaderlessMs: number;
  /** For missing facts of a task: afterwards it is published without them. */
  factsMs: number;
}

export const PATIENCE: Patience = { openMs: 5000, silentMs: 3000, leaderlessMs: 10_000, factsMs: 2000 };

/** How often GET /nodes proves that there is a leader, because a stream without one is as silent as a calm swarm's. */
export const PROOF_MS = 5000;
/** A new leader rewrites every node, one by one. */
const SHOWER_MS = 100;
const GATHER_MS = 10;
const RETRY_MS = 250;
/** Open questions are read again soon after a read, but not in an endless loop. */
const AGAIN_MS = 100;
const LEADERLESS_RETRY_MS = 1000;
/** Tasks that are read concurrently. */
const SIDE_BY_SIDE = 8;

export interface WatchSessionOptions {
  endpoint: string;
  socket: string;
  /** Made from the swarm's present root. */
  credentials(root: string): ChannelCredentials;
  held: HeldSwarm;
  reads: ManagerReads;
  sink: Pick<FeedSink, 'observe'>;
  clock: Clock;
  log: Log;
  patience: Patience;
  signal: AbortSignal;
  /** The picture is true as of `at`, and the manager has a leader. */
  confirmed(at: number, intervalMs: number): void;
  /** The stream is open, but nothing proves that it is complete. */
  doubtful(fault: Fault): void;
}

/** One stream of one manager, from its opening until it fails: snapshot or resume, then every event as it arrives. */
export class WatchSession {
  readonly #options: WatchSessionOptions;
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  /** Events that arrive before the snapshot is complete. */
  #early: WireEvent[] | null = [];
  #leaderlessSince: number | null = null;
  #giveUp: (fault: Fault) => void = () => undefined;
  readonly #nodes: Lane;
  readonly #services: Lane;
  readonly #networks: Lane;
  readonly #facts: Lane;

  constructor(options: WatchSessionOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#end.signal]);
    const lane = (what: string, job: () => Promise<void>, gapMs: number) =>
      new Lane(job, {
        gapMs,
        retryMs: RETRY_MS,
        signal: this.#signal,
        failed: (error) =>
          options.log.debug({ endpoint: options.endpoint, reason: String(error) }, `${what}: once more`),
      });
    this.#nodes = new Lane(() => this.#proveLeader(), {
      gapMs: SHOWER_MS,
      everyMs: PROOF_MS,
      retryMs: LEADERLESS_RETRY_MS,
      signal: this.#signal,
      failed: (error) => this.#doubt(error),
    });
    this.#services = lane('services', () => this.#readServices(), GATHER_MS);
    this.#networks = lane('networks', () => this.#readNetworks(), SHOWER_MS);
    this.#facts = lane('tasks', () => this.#askForFacts(), 0);
  }

  /**
   * Throws why it ended, unless the signal ended it. `resume`: from where the last stream ended; else everything is
   * listed.
   */
  async run({ resume }: { resume: boolean }): Promise<void> {
    const { endpoint, socket, credentials, held, reads, patience, signal } = this.#options;
    try {
      const root = await reads.trustRoot();
      const { ended } = await openWatch({
        endpoint,
        socket,
        credentials: credentials(root),
        resumeFrom: resume ? held.cursor : null,
        openWithinMs: patience.openMs,
        signal: this.#signal,
        take: (events) => this.#take(events),
      });
      const givenUp = new Promise<Fault>((resolve) => {
        this.#giveUp = resolve;
      });
      const over = Promise.race([ended, givenUp]);
      const begun = this.#begin(resume);
      const broken = await Promise.race([begun, over]);
      if (broken) throw broken;
      throw await over;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#end.abort();
      held.rewind();
    }
  }

  /** Events before the list are observed in one piece with it. */
  async #begin(resume: boolean): Promise<void> {
    const { held, reads, sink, clock } = this.#options;
    const news = new News();
    const at = clock.now();
    if (resume) {
      const nodes = await reads.nodes();
      if (this.#signal.aborted) return;
      held.take(this.#release(), at, news);
      held.readNodes(nodes, news);
    } else {
      const snapshot = await reads.whole();
      if (this.#signal.aborted) return;
      held.reset(snapshot);
      sink.observe({ kind: 'list', ...snapshot });
      held.take(this.#release(), at, news);
    }
    this.#publish(news);
    this.#options.confirmed(at, PROOF_MS);
    if (held.unread.size > 0) this.#services.ask();
    this.#nodes.askLater();
  }

  #release(): WireEvent[] {
    const early = this.#early ?? [];
    this.#early = null;
    return early;
  }

  #take(events: readonly WireEvent[]): void {
    if (this.#early) this.#early.push(...events);
    else this.#publish(this.#options.held.take(events, this.#options.clock.now()));
  }

  #publishOnly(news: News): void {
    const observation = news.asObservation(this.#options.clock.now());
    if (observation) this.#options.sink.observe(observation);
  }

  #publish(news: News): void {
    this.#publishOnly(news);
    if (news.services) this.#services.ask();
    if (news.managers) this.#nodes.ask();
    if (news.networks) this.#networks.ask();
    if (this.#options.held.open.length > 0) this.#facts.ask();
  }

  async #proveLeader(): Promise<void> {
    const { endpoint, held, reads, clock, patience } = this.#options;
    const at = clock.now();
    const seconds = patience.silentMs / 1000;
    const silent = setTimeout(
      () => this.#doubt(new Fault('engine_timeout', { endpoint, seconds, reason: 'holds' })),
      patience.silentMs,
    );
    try {
      const nodes = await reads.nodes();
      if (this.#signal.aborted) return;
      this.#leaderlessSince = null;
      const news = new News();
      held.readNodes(nodes, news);
      this.#publish(news);
      this.#options.confirmed(at, PROOF_MS);
    } finally {
      clearTimeout(silent);
    }
  }

  #doubt(error: unknown): void {
    if (this.#signal.aborted) return;
    const { clock, doubtful, patience } = this.#options;
    const fault = isFault(error) ? error : new Fault('internal', {}, { cause: error });
    const now = clock.now();
    this.#leaderlessSince ??= now;
    if (now - this.#leaderlessSince >= patience.leaderlessMs) this.#giveUp(fault);
    else doubtful(fault);
  }

  async #readServices(): Promise<void> {
    const { held, reads } = this.#options;
    const requested = new Set(held.unread.keys());
    if (requested.size === 0) return;
    const services = await reads.services(requested);
    if (this.#signal.aborted) return;
    const news = new News();
    held.readServices(services, news);
    this.#publish(news);
    // The response is older than the stream, or lacks a service whose removal the stream has not reported yet.
    if (held.unread.size > 0) this.#again(this.#services);
  }

  async #readNetworks(): Promise<void> {
    const services = await this.#options.reads.networks();
    if (this.#signal.aborted) return;
    const news = new News();
    this.#options.held.renamed(services, news);
    this.#publish(news);
  }

  /**
   * Questions that reading a service will answer are left to it; for each other question one task is read. Each answer
   * is observed at once, because the stream may remove a task while others are awaited, and it must not come back.
   */
  async #askForFacts(): Promise<void> {
    const { held, clock, patience } = this.#options;
    const now = clock.now();
    const expected = (id: ServiceId) => held.unread.has(id);
    const overdue = new News();
    for (const question of held.open)
      if (now - question.since >= patience.factsMs) held.answer(question, null, overdue);
    this.#publishOnly(overdue);
    const requested = held.open.filter(({ serviceId }) => !expected(serviceId)).slice(0, SIDE_BY_SIDE);
    await Promise.all(requested.map((question) => this.#askForOne(question)));
    if (this.#signal.aborted) return;
    if (held.open.length > 0) this.#again(this.#facts);
  }

  #again(lane: Lane): void {
    setTimeout(() => lane.ask(), AGAIN_MS).unref();
  }

  async #askForOne(question: OpenQuestion): Promise<void> {
    const { endpoint, held, log, reads } = this.#options;
    const [id] = question.tasks.keys();
    if (id === undefined) return;
    const task = await reads
      .task(id)
      .catch((error) => log.debug({ endpoint, task: id, reason: String(error) }, 'unread'));
    if (!task || this.#signal.aborted) return;
    const news = new News();
    held.answer(question, task, news);
    this.#publishOnly(news);
  }
}
