import type { FaultRecord } from '#lib/domain/fault';
import { connectingSince, type FeedAttempt } from '#lib/live/feed-status';
import type { Clock } from '#lib/ports/clock';
import type { ClusterFeed, FeedSink, FeedStatus, Observation } from '#lib/ports/cluster-feed';

/** A push feed that may be left for another one. */
interface PushFeed extends ClusterFeed {
  /** The other one tells the picture from now on; the next that this one tells is whole again. */
  letGo(): void;
}

export interface PreferredFeedParts {
  watch: PushFeed;
  /** A new one for each time that it is needed. */
  polling(): ClusterFeed;
  /** How many managers there are to be watched. */
  managers: number;
  clock: Clock;
}

/** A watch that is lost mostly goes on at another manager sooner than a list could be had. */
const LOST_GRACE_MS = 300;
/** The first snapshot of a large swarm takes its time; two at once would take longer. */
const START_GRACE_MS = 5000;

interface Polling {
  feed: ClusterFeed;
  status: FeedStatus | null;
}

/**
 * Two feeds as one: the swarm is watched where that is possible, and polled while it is not. One of them tells the picture at
 * a time; they change places with a whole list, or with all that has happened since, so that nothing falls in between.
 */
export class PreferredFeed implements ClusterFeed {
  readonly #parts: PreferredFeedParts;
  readonly #ending = new Set<Promise<void>>();
  #sink: FeedSink | null = null;
  #teller: FeedStatus['source'] | null = null;
  #watch: FeedStatus | null = null;
  #polling: Polling | null = null;
  #poll: { at: number; timer: NodeJS.Timeout } | null = null;
  #told: FeedStatus | null = null;

  constructor(parts: PreferredFeedParts) {
    this.#parts = parts;
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#parts.watch.start({
      observe: (seen) => this.#watchSaw(seen),
      status: (status) => this.#watchStands(status),
      specSeen: (seen) => this.#sink?.specSeen(seen),
    });
  }

  hasten(): void {
    this.#parts.watch.hasten();
    this.#polling?.feed.hasten();
  }

  async stop(): Promise<void> {
    this.#sink = null;
    this.#stopPolling();
    await Promise.all([this.#parts.watch.stop(), ...this.#ending]);
  }

  /** Whatever it says first after it was lost is whole. */
  #watchSaw(seen: Observation): void {
    this.#teller = 'watch';
    this.#sink?.observe(seen);
  }

  #watchStands(status: FeedStatus): void {
    this.#watch = status;
    if (status.phase === 'live') {
      this.#teller = 'watch';
      this.#stopPolling();
    } else if (status.attempts.length >= this.#parts.managers) this.#pollWithin(0);
    else this.#pollWithin(status.attempts.length > 0 ? LOST_GRACE_MS : START_GRACE_MS);
    this.#tellStatus();
  }

  #pollWithin(ms: number): void {
    const at = this.#parts.clock.now() + ms;
    if (!this.#sink || this.#polling || (this.#poll && this.#poll.at <= at)) return;
    clearTimeout(this.#poll?.timer);
    this.#poll = { at, timer: setTimeout(() => this.#startPolling(), ms) };
  }

  #startPolling(): void {
    this.#poll = null;
    const polling: Polling = { feed: this.#parts.polling(), status: null };
    this.#polling = polling;
    const ifAsked = (act: () => void) => {
      if (this.#polling === polling) act();
    };
    polling.feed.start({
      observe: (seen) => ifAsked(() => this.#pollingSaw(seen)),
      specSeen: (seen) => ifAsked(() => this.#sink?.specSeen(seen)),
      status: (status) =>
        ifAsked(() => {
          polling.status = status;
          this.#tellStatus();
        }),
    });
  }

  /** Its first list takes over from the watch. A stream that is still open, though nobody leads there, is left: it would tell a part only. */
  #pollingSaw(seen: Observation): void {
    if (this.#teller !== 'polling' && seen.kind !== 'list') return;
    if (this.#teller === 'watch') this.#parts.watch.letGo();
    this.#teller = 'polling';
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

  #tellStatus(): void {
    const next = this.#status();
    if (!this.#sink || JSON.stringify(next) === JSON.stringify(this.#told)) return;
    this.#told = next;
    this.#sink.status(next);
  }

  /** Never more than is true: live is what the one that tells the picture says of itself. */
  #status(): FeedStatus {
    const [watch, polled, told] = [this.#watch, this.#polling?.status, this.#told];
    const live = [watch, polled].find((each) => each?.source === this.#teller && each.phase === 'live');
    const now = this.#parts.clock.now();
    const phase = live ? 'live' : (told?.freshAt ?? null) === null ? 'connecting' : 'interrupted';
    return {
      ...(live ?? told ?? connectingSince(now)),
      phase,
      since: told?.phase === phase ? told.since : now,
      freshAt: Math.max(live?.freshAt ?? 0, told?.freshAt ?? 0) || null,
      attempts: live ? [] : attemptsOf(watch, polled),
      watch: live?.source === 'polling' ? whyNotWatched(watch, polled?.endpoint) : null,
    };
  }
}

/** What keeps both away; that somebody cannot be watched is no reason why it could not be polled. */
function attemptsOf(watch: FeedStatus | null, polled: FeedStatus | null | undefined): FeedAttempt[] {
  const ofPolling = polled?.attempts ?? [];
  const others = (watch?.attempts ?? []).filter(
    ({ endpoint, fault }) =>
      fault.code !== 'watch_unavailable' && !ofPolling.some((each) => each.endpoint === endpoint),
  );
  return [...others, ...ofPolling].sort((a, b) => a.at - b.at);
}

/** Of the manager that is polled instead, if it has a reason of its own. */
function whyNotWatched(watch: FeedStatus | null, endpoint: string | null | undefined): FaultRecord | null {
  const attempts = watch?.attempts ?? [];
  return (attempts.find((each) => each.endpoint === endpoint) ?? attempts[0])?.fault ?? null;
}
