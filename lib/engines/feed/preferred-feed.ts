import type { FaultRecord } from '#lib/domain/fault';
import { connectingSince, type FeedAttempt } from '#lib/live/feed-status';
import type { Clock } from '#lib/ports/clock';
import type { ClusterFeed, FeedSink, FeedStatus, Observation } from '#lib/ports/cluster-feed';

/** A push feed that may be suspended for another one. */
interface PushFeed extends ClusterFeed {
  /** Stops observing; after the next start the first observation is a whole list. */
  letGo(): void;
}

export interface PreferredFeedOptions {
  watch: PushFeed;
  /** Creates a new one each time. */
  polling(): ClusterFeed;
  /** The number of managers to watch. */
  managers: number;
  clock: Clock;
}

/** A lost watch usually resumes at another manager sooner than a list could be read. */
const LOST_GRACE_MS = 300;
/** The first snapshot of a large swarm takes time; two at once would take longer. */
const START_GRACE_MS = 5000;

interface Polling {
  feed: ClusterFeed;
  status: FeedStatus | null;
}

/**
 * Two feeds as one: the swarm is watched where possible, and polled otherwise. One of them feeds the picture at a time;
 * a switch starts with a whole list, or with everything since, so that nothing is lost in between.
 */
export class PreferredFeed implements ClusterFeed {
  readonly #options: PreferredFeedOptions;
  readonly #ending = new Set<Promise<void>>();
  #sink: FeedSink | null = null;
  #source: FeedStatus['source'] | null = null;
  #watch: FeedStatus | null = null;
  #polling: Polling | null = null;
  #poll: { at: number; timer: NodeJS.Timeout } | null = null;
  #published: FeedStatus | null = null;

  constructor(options: PreferredFeedOptions) {
    this.#options = options;
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#options.watch.start({
      observe: (seen) => this.#watchSaw(seen),
      status: (status) => this.#watchStands(status),
      specSeen: (seen) => this.#sink?.specSeen(seen),
    });
  }

  hasten(): void {
    this.#options.watch.hasten();
    this.#polling?.feed.hasten();
  }

  async stop(): Promise<void> {
    this.#sink = null;
    this.#stopPolling();
    await Promise.all([this.#options.watch.stop(), ...this.#ending]);
  }

  /** Its first observation after a loss is a whole list. */
  #watchSaw(seen: Observation): void {
    this.#source = 'watch';
    this.#sink?.observe(seen);
  }

  #watchStands(status: FeedStatus): void {
    this.#watch = status;
    if (status.phase === 'live') {
      this.#source = 'watch';
      this.#stopPolling();
    } else if (status.attempts.length >= this.#options.managers) this.#pollWithin(0);
    else this.#pollWithin(status.attempts.length > 0 ? LOST_GRACE_MS : START_GRACE_MS);
    this.#publishStatus();
  }

  #pollWithin(ms: number): void {
    const at = this.#options.clock.now() + ms;
    if (!this.#sink || this.#polling || (this.#poll && this.#poll.at <= at)) return;
    clearTimeout(this.#poll?.timer);
    this.#poll = { at, timer: setTimeout(() => this.#startPolling(), ms) };
  }

  #startPolling(): void {
    this.#poll = null;
    const polling: Polling = { feed: this.#options.polling(), status: null };
    this.#polling = polling;
    const ifCurrent = (act: () => void) => {
      if (this.#polling === polling) act();
    };
    polling.feed.start({
      observe: (seen) => ifCurrent(() => this.#pollingSaw(seen)),
      specSeen: (seen) => ifCurrent(() => this.#sink?.specSeen(seen)),
      status: (status) =>
        ifCurrent(() => {
          polling.status = status;
          this.#publishStatus();
        }),
    });
  }

  /**
   * Its first list takes over from the watch. A stream that is still open without a leader is closed, because it would
   * report only a part.
   */
  #pollingSaw(seen: Observation): void {
    if (this.#source !== 'polling' && seen.kind !== 'list') return;
    if (this.#source === 'watch') this.#options.watch.letGo();
    this.#source = 'polling';
    this.#sink?.observe(seen);
  }

  #stopPolling(): void {
    clearTimeout(this.#poll?.timer);
    this.#poll = null;
    const ending = this.#polling?.feed.stop();
    this.#polling = null;
    if (!ending) return;
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }

  #publishStatus(): void {
    const next = this.#status();
    if (!this.#sink || JSON.stringify(next) === JSON.stringify(this.#published)) return;
    this.#published = next;
    this.#sink.status(next);
  }

  /** Live only if the feed that feeds the picture is live itself. */
  #status(): FeedStatus {
    const [watch, polled, published] = [this.#watch, this.#polling?.status, this.#published];
    const live = [watch, polled].find((each) => each?.source === this.#source && each.phase === 'live');
    const now = this.#options.clock.now();
    const phase = live ? 'live' : (published?.freshAt ?? null) === null ? 'connecting' : 'interrupted';
    return {
      ...(live ?? published ?? connectingSince(now)),
      phase,
      since: published?.phase === phase ? published.since : now,
      freshAt: Math.max(live?.freshAt ?? 0, published?.freshAt ?? 0) || null,
      attempts: live ? [] : attemptsOf(watch, polled),
      watch: live?.source === 'polling' ? whyNotWatched(watch, polled?.endpoint) : null,
    };
  }
}

/** Why both are down; a manager that cannot be watched may still be polled. */
function attemptsOf(watch: FeedStatus | null, polled: FeedStatus | null | undefined): FeedAttempt[] {
  const ofPolling = polled?.attempts ?? [];
  const others = (watch?.attempts ?? []).filter(
    ({ endpoint, fault }) =>
      fault.code !== 'watch_unavailable' && !ofPolling.some((each) => each.endpoint === endpoint),
  );
  return [...others, ...ofPolling].sort((a, b) => a.at - b.at);
}

/** The reason of the manager that is polled instead, if it has its own. */
function whyNotWatched(watch: FeedStatus | null, endpoint: string | null | undefined): FaultRecord | null {
  const attempts = watch?.attempts ?? [];
  return (attempts.find((each) => each.endpoint === endpoint) ?? attempts[0])?.fault ?? null;
}
