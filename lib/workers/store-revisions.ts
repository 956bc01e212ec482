import type { SpecSeen } from '#lib/ports/cluster-feed';
import type { Log } from '#lib/ports/log';
import type { Revisions } from '#lib/ports/revisions';

/** The most specs that wait for a slow database; beyond it the oldest are dropped, with a log line. */
const WAITING = 10_000;

/** Stores every spec that the feed observes, in order and outside of the push path. */
export class StoreRevisions {
  #queue: SpecSeen[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;
  #revisions: Revisions;
  #log: Log;

  constructor(revisions: Revisions, log: Log) {
    this.#revisions = revisions;
    this.#log = log;
  }

  take(seen: SpecSeen): void {
    if (this.#stopped) return;
    this.#queue.push(seen);
    if (this.#queue.length > WAITING) {
      this.#queue.shift();
      this.#log.warn({ waiting: WAITING }, 'specs arrive faster than they can be stored: one was dropped');
    }
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #drain(): Promise<void> {
    for (let seen = this.#queue.shift(); seen; seen = this.#queue.shift()) {
      try {
        await this.#revisions.record(seen);
      } catch (error) {
        this.#log.warn({ err: error, service: seen.name }, 'a revision could not be stored');
      }
    }
  }
}
