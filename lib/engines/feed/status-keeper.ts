import { type Fault, faultRecordOf } from '#lib/domain/fault';
import type { ClusterId } from '#lib/domain/ids';
import { connectingSince, type FeedStatus } from '#lib/live/feed-status';
import type { Clock } from '#lib/ports/clock';
import type { FeedSink } from '#lib/ports/cluster-feed';

/** What a manager's response has confirmed. */
interface Confirmed {
  endpoint: string;
  /** Epoch ms at which the response began. */
  at: number;
  intervalMs: number;
  identity: { clusterId: ClusterId; apiVersion: string; clockAheadMs: number | null } | null;
}

/** A feed's status, passed to the sink whenever it changes. */
export class StatusKeeper {
  readonly #clock: Clock;
  readonly #sink: Pick<FeedSink, 'status'>;
  #status: FeedStatus;

  constructor(
    sink: Pick<FeedSink, 'status'>,
    clock: Clock,
    { source, intervalMs }: Pick<FeedStatus, 'source' | 'intervalMs'>,
  ) {
    this.#clock = clock;
    this.#sink = sink;
    this.#status = { ...connectingSince(clock.now()), source, intervalMs };
    sink.status(this.#status);
  }

  confirmed({ endpoint, at, intervalMs, identity }: Confirmed): void {
    this.#publish({
      ...this.#enter('live'),
      freshAt: at,
      intervalMs,
      endpoint,
      clusterId: identity?.clusterId ?? this.#status.clusterId,
      apiVersion: identity?.apiVersion ?? this.#status.apiVersion,
      clockAheadMs: identity?.clockAheadMs ?? null,
      attempts: [],
    });
  }

  /** A manager could not serve. A live status is interrupted from here on. */
  failed(endpoint: string, fault: Fault): void {
    const attempt = { endpoint, at: this.#clock.now(), fault: faultRecordOf(fault) };
    const known = this.#status.attempts.some((each) => each.endpoint === endpoint);
    const attempts = known
      ? this.#status.attempts.map((each) => (each.endpoint === endpoint ? attempt : each))
      : [...this.#status.attempts, attempt];
    this.#publish({ ...this.#enter(this.#status.phase === 'connecting' ? 'connecting' : 'interrupted'), attempts });
  }

  /**
   * A manager does not respond. If its last fault was `no_quorum`, that explains the silence too, so the fault stays.
   */
  silent(endpoint: string, fault: Fault): void {
    const last = this.#status.attempts.find((each) => each.endpoint === endpoint);
    if (last?.fault.code !== 'no_quorum') this.failed(endpoint, fault);
  }

  /** Whether the manager's last fault differs from this one. */
  isNews(endpoint: string, { code, params }: Fault): boolean {
    const last = this.#status.attempts.find((each) => each.endpoint === endpoint)?.fault;
    return !last || last.code !== code || last.params.reason !== params.reason;
  }

  get isLive(): boolean {
    return this.#status.phase === 'live';
  }

  /** Whether any manager responded, even if with a fault. */
  get isAnswered(): boolean {
    return this.#status.attempts.some(({ fault }) => fault.code !== 'engine_unreachable');
  }

  #enter(phase: FeedStatus['phase']): FeedStatus {
    return phase === this.#status.phase ? this.#status : { ...this.#status, phase, since: this.#clock.now() };
  }

  #publish(status: FeedStatus): void {
    this.#status = status;
    this.#sink.status(status);
  }
}
