import type { Cluster } from '#lib/domain/cluster/cluster';
import { connectingSince, type FeedStatus } from '#lib/live/feed-status';
import type { Observation, Recalled, TimePassed } from '#lib/live/picture/observation';
import { Picture } from '#lib/live/picture/picture';
import type { Clock } from '#lib/ports/clock';
import type { SpecSeen } from '#lib/ports/cluster-feed';
import type { LivePicture } from '#lib/ports/container';

/** Slots that become steady at about the same time are committed together. */
const LEAST_WAIT_MS = 1000;

/** The feed's sink: picture, freshness, and their listeners. */
export class LiveState implements LivePicture {
  readonly picture = new Picture();
  readonly #clock: Clock;
  #status: FeedStatus;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #listeners = new Set<() => void>();
  #onSpec: (seen: SpecSeen) => void;

  constructor(clock: Clock, onSpec: (seen: SpecSeen) => void) {
    this.#clock = clock;
    this.#onSpec = onSpec;
    this.#status = connectingSince(clock.now());
  }

  cluster = (): Cluster => this.picture.cluster();
  status = (): FeedStatus => this.#status;

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  observe(seen: Observation): void {
    this.#commit(seen);
  }

  recall(runningSince: Recalled['runningSince']): void {
    this.#commit({ kind: 'recalled', at: this.#clock.now(), runningSince });
  }

  setStatus(status: FeedStatus): void {
    this.#status = status;
    this.picture.clusterId = status.clusterId;
    this.#notify();
  }

  specSeen(seen: SpecSeen): void {
    this.#onSpec(seen);
  }

  #commit(seen: Observation | Recalled | TimePassed): void {
    if (this.picture.commit(seen)) this.#notify();
    this.#awaitDue();
  }

  /** Time itself is committed only while a service waits for a task to last. */
  #awaitDue(): void {
    const { dueAt } = this.picture;
    if (dueAt >= this.#wakesAt) return;
    clearTimeout(this.#timer);
    const now = this.#clock.now();
    this.#wakesAt = Math.max(dueAt, now + LEAST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#commit({ kind: 'time', at: this.#clock.now() });
    }, this.#wakesAt - now).unref();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
