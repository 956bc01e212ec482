import type { Picture } from '../picture/picture';
import { type Frame, frameFor, revisionOf } from './frame';
import type { Topic } from './topic';

/** What one flush sends: the same frame to every peer named. */
export interface Delivery<Peer> {
  topic: Topic;
  frame: Frame;
  peers: Peer[];
}

/**
 * Who holds which topic, and up to which revision each was served. A peer that cannot keep up is left out of a flush;
 * the next one it takes part in brings what differs since its last frame, so that nothing is ever queued for it.
 */
export class Subscriptions<Peer> {
  #topics = new Map<Topic, Map<Peer, number>>();
  #picture: Picture;
  #pictureId: string;

  constructor(picture: Picture, pictureId: string) {
    this.#picture = picture;
    this.#pictureId = pictureId;
  }

  /** [PRO-1] Returns the first frame: what differs since the token, or everything. */
  add(peer: Peer, topic: Topic, token: unknown): Frame {
    const known = revisionOf(this.#pictureId, token);
    const peers = this.#topics.get(topic) ?? new Map<Peer, number>();
    this.#topics.set(topic, peers.set(peer, this.#picture.revision));
    const frame = known === null ? null : frameFor(this.#picture, this.#pictureId, topic, known);
    if (frame) return frame;
    const upToDate = known !== null && this.#picture.changedSince(known) !== null;
    const at = this.#picture.revision;
    if (upToDate) return { from: known, to: at, token: `${this.#pictureId}.${at}` };
    return frameFor(this.#picture, this.#pictureId, topic, null) as Frame;
  }

  remove(peer: Peer, topic: Topic): void {
    const peers = this.#topics.get(topic);
    peers?.delete(peer);
    if (peers?.size === 0) this.#topics.delete(topic);
  }

  drop(peer: Peer): void {
    for (const topic of [...this.#topics.keys()]) this.remove(peer, topic);
  }

  topicsOf(peer: Peer): Topic[] {
    return [...this.#topics].filter(([, peers]) => peers.has(peer)).map(([topic]) => topic);
  }

  /** [PRO-2] [PRO-3] [PRO-6] What each peer that can take it is owed; they count as served by it. */
  flush(canTake: (peer: Peer) => boolean): Delivery<Peer>[] {
    const deliveries: Delivery<Peer>[] = [];
    for (const [topic, peers] of this.#topics) {
      const bySent = new Map<number, Peer[]>();
      for (const [peer, sent] of peers)
        if (sent !== this.#picture.revision && canTake(peer)) bySent.set(sent, [...(bySent.get(sent) ?? []), peer]);
      for (const [sent, group] of bySent) {
        const frame = frameFor(this.#picture, this.#pictureId, topic, sent);
        if (frame) {
          for (const peer of group) peers.set(peer, this.#picture.revision);
          deliveries.push({ topic, frame, peers: group });
        } else if (this.#picture.revision - sent > LAG) {
          // Nothing of this topic moved for long: keep its place within what the picture remembers.
          const at = this.#picture.revision;
          const frame = { from: sent, to: at, token: `${this.#pictureId}.${at}` };
          for (const peer of group) peers.set(peer, at);
          deliveries.push({ topic, frame, peers: group });
        }
      }
    }
    return deliveries;
  }
}

/** Revisions after which a quiet topic is told its new place by an empty frame. */
const LAG = 1000;
