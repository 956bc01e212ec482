import type { TaskId } from '#lib/domain/ids';
import type { Changed } from '../picture/change-log';
import type { Picture } from '../picture/picture';
import { contentAgainst, type Frame, type FrameContent, revisionOf, tokenOf } from './frame';
import { isManifest } from './manifest';
import { HiveSource, ObjectSource, QuerySource, RowsSource, type Source, SummarySource } from './sources';
import { queryOf, type Topic } from './topic';

/** What one flush sends: the same frame to every peer named. */
export interface Delivery<Peer> {
  topic: Topic;
  frame: Frame;
  /** null: everyone who follows the topic. */
  peers: Peer[] | null;
}

/** A topic with a subscriber. */
interface Followed<Peer> {
  topic: Topic;
  source: Source;
  /** The revision at which it last changed, as far as it was flushed. */
  changedAt: number;
  /** Everyone who follows it, and the revision they were last sent. */
  peers: Map<Peer, number>;
  /** Those among them who were not sent all that was flushed. */
  behind: Set<Peer>;
  /** The whole as it was last made, and the way from there to a later revision: for all who come at about that time. */
  whole: Frame | null;
  since: Frame | null;
}

/** So many different queries over all tasks are kept up to date at a time. */
const MOST_QUERIES = 200;

/**
 * Who follows which topic, and what each was last sent. A peer that cannot keep up is left out of a flush and is sent
 * what differs, or everything, when it can again: nothing is ever queued for it.
 */
export class Subscriptions<Peer> {
  #topics = new Map<Topic, Followed<Peer>>();
  #topicsOf = new Map<Peer, Set<Topic>>();
  #queries = new Map<string, { source: QuerySource; topics: Set<Followed<Peer>> }>();
  #hive: { source: HiveSource; followed: Followed<Peer> } | null = null;
  #behind = new Set<Followed<Peer>>();
  /**
   * Topics sent since the last flush, as they were then: the next flush may bring them back to what they were before.
   */
  #sentBetween = new Set<Followed<Peer>>();
  #picture: Picture;
  #pictureId: string;
  /** The picture's revision at the last flush of objects. */
  #flushed: number;

  constructor(picture: Picture, pictureId: string) {
    this.#picture = picture;
    this.#pictureId = pictureId;
    this.#flushed = picture.revision;
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  /** Whether anybody is served by queries over all tasks. */
  get hasQueries(): boolean {
    return this.#queries.size > 0;
  }

  /**
   * [PRO-1] Returns the first frames: what differs from what the peer holds (by a token of ours, or a manifest), or
   * everything. null: there are too many different queries already.
   */
  add(peer: Peer, topic: Topic, holds: unknown): Frame[] | null {
    const followed = this.#follow(topic);
    if (!followed) return null;
    const { source, peers, behind } = followed;
    const frames = this.#firstFrames(followed, holds);
    peers.set(peer, frames.at(-1)?.to ?? source.at);
    this.#topicsOf.set(peer, (this.#topicsOf.get(peer) ?? new Set()).add(topic));
    // These frames hold what came after the last flush, so the next flush must not send it again.
    if (source instanceof ObjectSource && source.at > this.#flushed) {
      behind.add(peer);
      this.#behind.add(followed);
      this.#sentBetween.add(followed);
    } else behind.delete(peer);
    return frames;
  }

  remove(peer: Peer, topic: Topic): void {
    const followed = this.#topics.get(topic);
    if (!followed) return;
    followed.peers.delete(peer);
    const topics = this.#topicsOf.get(peer);
    topics?.delete(topic);
    if (topics?.size === 0) this.#topicsOf.delete(peer);
    followed.behind.delete(peer);
    if (followed.peers.size === 0) this.#forget(followed);
  }

  drop(peer: Peer): void {
    for (const topic of [...this.topicsOf(peer)]) this.remove(peer, topic);
  }

  topicsOf(peer: Peer): ReadonlySet<Topic> {
    return this.#topicsOf.get(peer) ?? new Set();
  }

  /** The task of a hive cell. */
  taskAt = (cell: number): TaskId | null => this.#hive?.source.taskAt(cell) ?? null;

  /** [PRO-2] [PRO-3] [PRO-6] What each peer that can take it is owed of objects and the hive; it counts as sent. */
  flush(canTake: (peer: Peer) => boolean): Delivery<Peer>[] {
    const deliveries: Delivery<Peer>[] = [];
    const changed = this.#picture.changedSince(this.#flushed);
    const touched = this.#touched(changed);
    this.#flushed = this.#picture.revision;
    for (const followed of this.#sentBetween) followed.changedAt = followed.source.at;
    this.#sentBetween.clear();
    for (const followed of touched) {
      const { source } = followed;
      // What was made before the step must not be taken for what it is after it.
      const step =
        source instanceof HiveSource ? source.step() : changed && (source as ObjectSource).contentOf(changed);
      this.#serve(followed, step, canTake, deliveries);
    }
    this.#serveBehind((followed) => queryOf(followed.topic) === null && !touched.has(followed), canTake, deliveries);
    return deliveries;
  }

  /**
   * The same for the queries over all tasks, which cost more and are therefore flushed at a pace of their own: until
   * `isOver`, those first that were flushed longest ago.
   */
  flushQueries(canTake: (peer: Peer) => boolean, isOver: () => boolean = () => false): Delivery<Peer>[] {
    const deliveries: Delivery<Peer>[] = [];
    const touched = new Set<Followed<Peer>>();
    const due = [...this.#queries].filter(([, { source }]) => source.at !== this.#picture.revision);
    for (const [text, followedQuery] of due) {
      const { source: query, topics } = followedQuery;
      this.#queries.delete(text);
      this.#queries.set(text, followedQuery);
      const changed = query.step();
      for (const followed of topics) {
        const { source } = followed;
        const step = source instanceof RowsSource ? source.step(changed) : (source as SummarySource).step();
        touched.add(followed);
        this.#serve(followed, step, canTake, deliveries);
      }
      if (isOver()) break;
    }
    this.#serveBehind((followed) => queryOf(followed.topic) !== null && !touched.has(followed), canTake, deliveries);
    return deliveries;
  }

  #follow(topic: Topic): Followed<Peer> | null {
    const known = this.#topics.get(topic);
    if (known) return known;
    const source = this.#sourceOf(topic);
    if (!source) return null;
    const followed: Followed<Peer> = {
      topic,
      source,
      // When it last changed is not known, so now is assumed.
      changedAt: source.at,
      peers: new Map(),
      behind: new Set(),
      whole: null,
      since: null,
    };
    this.#topics.set(topic, followed);
    if (source instanceof HiveSource) this.#hive = { source, followed };
    const tasks = queryOf(topic);
    if (tasks) this.#queries.get(tasks.query)?.topics.add(followed);
    return followed;
  }

  #sourceOf(topic: Topic): Source | null {
    if (topic === 'hive') return new HiveSource(this.#picture);
    const tasks = queryOf(topic);
    if (!tasks) return new ObjectSource(this.#picture, topic);
    const { query, block } = tasks;
    const held = this.#queries.get(query);
    if (!held && this.#queries.size >= MOST_QUERIES) return null;
    const { source } = held ?? { source: new QuerySource(this.#picture, query) };
    if (!held) this.#queries.set(query, { source, topics: new Set() });
    return block === null ? new SummarySource(source) : new RowsSource(source, block);
  }

  #forget(followed: Followed<Peer>): void {
    this.#topics.delete(followed.topic);
    this.#behind.delete(followed);
    this.#sentBetween.delete(followed);
    if (followed.source instanceof HiveSource) this.#hive = null;
    const tasks = queryOf(followed.topic);
    const held = tasks && this.#queries.get(tasks.query);
    if (!held) return;
    held.topics.delete(followed);
    if (held.topics.size === 0) this.#queries.delete(tasks.query);
  }

  #firstFrames(followed: Followed<Peer>, holds: unknown): Frame[] {
    const { source, topic } = followed;
    const known = revisionOf(this.#pictureId, holds);
    const content = known === null || known > source.at ? null : this.#contentSince(followed, known);
    if (known !== null && content) return [this.#frame(source, known, content)];
    if (source instanceof ObjectSource && isManifest(holds))
      return [this.#frame(source, 'manifest', contentAgainst(this.#picture, topic, holds))];
    return this.#wholeFrames(followed);
  }

  /** A topic that has not changed since the revision needs no memory of what else did. */
  #contentSince({ source, changedAt }: Followed<Peer>, revision: number): FrameContent | null {
    const quiet = source instanceof ObjectSource && revision >= changedAt;
    return source.since(quiet ? Math.max(revision, this.#flushed) : revision);
  }

  /**
   * The whole is made once for all who come within a while; later ones are sent the same, and what has changed since.
   */
  #wholeFrames(followed: Followed<Peer>): Frame[] {
    const { source, whole } = followed;
    if (whole && whole.to === source.at) return [whole];
    const content = whole && this.#contentSince(followed, whole.to);
    if (whole && content && weightOf(content) < 200) {
      if (followed.since?.from !== whole.to || followed.since.to !== source.at)
        followed.since = this.#frame(source, whole.to, content);
      return [whole, followed.since];
    }
    followed.whole = this.#frame(source, null, source.whole());
    return [followed.whole];
  }

  #frame(source: Source, from: Frame['from'], content: FrameContent): Frame {
    return { from, to: source.at, token: tokenOf(this.#pictureId, source.at), ...content };
  }

  /** Sends a step to those who have everything before it. null: nobody knows the step, and everyone needs the whole. */
  #serve(
    followed: Followed<Peer>,
    step: FrameContent | null,
    canTake: (peer: Peer) => boolean,
    deliveries: Delivery<Peer>[],
  ): void {
    const { source, peers, behind, topic } = followed;
    const nothing = step !== null && Object.keys(step).length === 0;
    if (!nothing) {
      followed.changedAt = source.at;
      const bySent = new Map<number, Peer[]>();
      for (const [peer, sent] of peers) {
        if (behind.has(peer)) continue;
        if (step === null || !canTake(peer)) behind.add(peer);
        else groupOf(bySent, sent).push(peer);
      }
      for (const [sent, group] of bySent) {
        const frame = this.#frame(source, sent, step as FrameContent);
        deliveries.push({ topic, frame, peers: group.length === peers.size ? null : group });
        for (const peer of group) peers.set(peer, source.at);
      }
    }
    this.#catchUp(followed, canTake, deliveries);
  }

  #serveBehind(
    which: (followed: Followed<Peer>) => boolean,
    canTake: (peer: Peer) => boolean,
    deliveries: Delivery<Peer>[],
  ): void {
    for (const followed of [...this.#behind]) if (which(followed)) this.#catchUp(followed, canTake, deliveries);
  }

  /** [PRO-3] Those who were passed over: what differs since their last frame, or everything. */
  #catchUp(followed: Followed<Peer>, canTake: (peer: Peer) => boolean, deliveries: Delivery<Peer>[]): void {
    const { topic, source, peers, behind } = followed;
    const bySent = new Map<number, Peer[]>();
    for (const peer of behind) {
      if (!canTake(peer)) continue;
      behind.delete(peer);
      const sent = peers.get(peer) ?? 0;
      groupOf(bySent, sent).push(peer);
    }
    for (const [sent, group] of bySent) {
      const content = source.since(sent);
      if (content && Object.keys(content).length === 0) continue;
      const frames = content ? [this.#frame(source, sent, content)] : this.#wholeFrames(followed);
      for (const frame of frames) deliveries.push({ topic, frame, peers: group });
      for (const peer of group) peers.set(peer, source.at);
    }
    if (behind.size > 0) this.#behind.add(followed);
    else this.#behind.delete(followed);
  }

  /** The topics of objects, and the hive, that changes concern. */
  #touched(changed: Changed | null): Set<Followed<Peer>> {
    const touched = new Set<Followed<Peer>>();
    const touch = (topic: Topic) => {
      const followed = this.#topics.get(topic);
      if (followed) touched.add(followed);
    };
    if (changed === null) {
      for (const followed of this.#topics.values()) if (queryOf(followed.topic) === null) touched.add(followed);
      return touched;
    }
    if (changed.nodes.size > 0 || changed.services.size > 0) touch('cluster');
    if (changed.tasks.size > 0) touch('hive');
    for (const [id, { before }] of changed.tasks) {
      const after = this.#picture.tasks.get(id);
      for (const task of [before, after]) {
        if (!task) continue;
        touch(`service/${task.serviceId}`);
        if (task.nodeId) touch(`node/${task.nodeId}`);
      }
    }
    return touched;
  }
}

/** The list under this key, which is made where there is none. */
function groupOf<Peer>(groups: Map<number, Peer[]>, key: number): Peer[] {
  const known = groups.get(key);
  if (known) return known;
  const group: Peer[] = [];
  groups.set(key, group);
  return group;
}

/** The number of objects in a part of a frame. */
function weightOf({ nodes, services, tasks, hive }: FrameContent): number {
  const patched = (part: { patch?: object } | undefined) => Object.keys(part?.patch ?? {}).length;
  return (
    (nodes?.put?.length ?? 0) +
    (services?.put?.length ?? 0) +
    (tasks?.put?.rows.length ?? 0) +
    patched(nodes) +
    patched(services) +
    patched(tasks) +
    (hive?.cells?.at.length ?? 0) / 10
  );
}
