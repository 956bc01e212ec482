import type { Cluster } from '#lib/domain/cluster/cluster';
import type { FeedStatus } from '#lib/live/feed-status';
import type { Observation } from '#lib/live/picture/observation';
import { Picture } from '#lib/live/picture/picture';
import type { SpecSeen } from '#lib/ports/cluster-feed';
import { connectingSince } from '#lib/ports/cluster-feed-status';
import type { LivePicture } from '#lib/ports/container';

/** Where the one feed ends: the picture, how fresh it is, and everyone who wants to be told. */
export class LiveState implements LivePicture {
  readonly picture = new Picture();
  #status: FeedStatus;
  #listeners = new Set<() => void>();
  #onSpec: (seen: SpecSeen) => void;

  constructor(now: number, onSpec: (seen: SpecSeen) => void) {
    this.#onSpec = onSpec;
    this.#status = connectingSince(now);
  }

  cluster = (): Cluster => this.picture.cluster();
  status = (): FeedStatus => this.#status;

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  observe(seen: Observation): void {
    if (this.picture.commit(seen)) this.#tell();
  }

  setStatus(status: FeedStatus): void {
    this.#status = status;
    this.picture.clusterId = status.clusterId;
    this.#tell();
  }

  specSeen(seen: SpecSeen): void {
    this.#onSpec(seen);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
