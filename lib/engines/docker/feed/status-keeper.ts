import { type Fault, faultRecordOf } from '#lib/domain/fault';
import type { FeedStatus } from '#lib/live/feed-status';
import type { Clock } from '#lib/ports/clock';
import type { FeedSink } from '#lib/ports/cluster-feed';
import type { Connection } from '../connection';

/** How the feed stands, told to the sink whenever it changes. */
export class StatusKeeper {
  readonly #clock: Clock;
  readonly #sink: FeedSink;
  #status: FeedStatus;

  constructor(sink: FeedSink, clock: Clock, intervalMs: number) {
    this.#sink = sink;
    this.#clock = clock;
    this.#status = {
      source: 'polling',
      phase: 'connecting',
      since: clock.now(),
      freshAt: null,
      intervalMs,
      endpoint: null,
      clusterId: null,
      apiVersion: null,
      attempts: [],
    };
    sink.status(this.#status);
  }

  /** The picture was confirmed by an answer that began at `at`. */
  confirmed(connection: Connection, at: number, intervalMs: number): void {
    const { standing } = connection;
    this.#tell({
      ...this.#enter('live'),
      freshAt: at,
      intervalMs,
      endpoint: connection.label,
      clusterId: standing?.clusterId ?? this.#status.clusterId,
      apiVersion: standing?.apiVersion ?? this.#status.apiVersion,
      attempts: [],
    });
  }

  /** A manager could not serve. What was live is interrupted from here on. */
  failed(connection: Connection, fault: Fault): void {
    const attempt = { endpoint: connection.label, at: this.#clock.now(), fault: faultRecordOf(fault) };
    const known = this.#status.attempts.some(({ endpoint }) => endpoint === attempt.endpoint);
    const attempts = known
      ? this.#status.attempts.map((each) => (each.endpoint === attempt.endpoint ? attempt : each))
      : [...this.#status.attempts, attempt];
    this.#tell({ ...this.#enter(this.#status.phase === 'connecting' ? 'connecting' : 'interrupted'), attempts });
  }

  /** A manager holds its answer back. One that had said that there is no leader does so for that very reason. */
  silent(connection: Connection, fault: Fault): void {
    const last = this.#status.attempts.find(({ endpoint }) => endpoint === connection.label);
    if (last?.fault.code !== 'no_quorum') this.failed(connection, fault);
  }

  /** Whether the manager's last fault was another one. */
  isNews(connection: Connection, { code }: Fault): boolean {
    return this.#status.attempts.every(({ endpoint, fault }) => endpoint !== connection.label || fault.code !== code);
  }

  /** Whether any manager gave an answer, though not the wanted one. */
  get isAnswered(): boolean {
    return this.#status.attempts.some(({ fault }) => fault.code !== 'engine_unreachable');
  }

  #enter(phase: FeedStatus['phase']): FeedStatus {
    return phase === this.#status.phase ? this.#status : { ...this.#status, phase, since: this.#clock.now() };
  }

  #tell(status: FeedStatus): void {
    this.#status = status;
    this.#sink.status(status);
  }
}
