import { io, type Socket } from 'socket.io-client';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { FeedStatus } from '#lib/live/feed-status';
import type { Frame } from '#lib/live/protocol/frame';
import type { FromBrowser, StatusMessage, ToBrowser } from '#lib/live/protocol/messages';
import { queryOf, type Topic } from '#lib/live/protocol/topic';
import { TopicReplica } from '#lib/live/replica/topic-replica';
import { unpacked } from './unpacking';

/** The state of the connections from browser to console and from console to swarm. Times are this browser's clock. */
export interface Connection {
  /** `refused`: the session has ended. */
  link: 'connecting' | 'connected' | 'lost' | 'refused';
  linkSince: number;
  feed: FeedStatus | null;
  freshAt: number | null;
  phaseSince: number | null;
}

type Listener = () => void;
/** A topic without subscribers is kept this long, so that going back shows it at once. */
const LINGER_MS = 30_000;
/** A changed query may share no rows with the next result. */
const QUERY_LINGERS_MS = 3000;
const ANSWER_MS = 5000;

/** One connection per window, and the replicas of every topic that a screen subscribes to. */
export class LiveClient {
  #socket: Socket<ToBrowser, FromBrowser>;
  #topics = new Map<Topic, { replica: TopicReplica; users: number; linger: number | null }>();
  /** The connected console's picture, because resume tokens are valid for one console only. null: before its hello. */
  #pictureId: string | null = null;
  /** Frames queued behind one that is being unpacked. */
  #unpacking: Promise<void> | null = null;
  #connection: Connection = { link: 'connecting', linkSince: Date.now(), feed: null, freshAt: null, phaseSince: null };
  #listeners = new Set<Listener>();
  #operationListeners = new Set<(news: OperationNews) => void>();
  #revisionListeners = new Set<(service: ServiceId) => void>();
  /** Topics whose snapshot was requested and has not arrived: it is not requested again meanwhile. */
  #wholesRequested = new Set<Topic>();
  #reconnect: number | null = null;

  /** `key` returns this browser's key for this origin, because the cookie goes to every port of the host. */
  constructor(key: () => string) {
    this.#socket = io({
      path: '/live',
      transports: ['websocket'],
      reconnectionDelay: 300,
      reconnectionDelayMax: 3000,
      auth: (give) => give({ key: key() }),
    });
    this.#socket.on('hello', (pictureId) => this.#connected(pictureId));
    this.#socket.on('disconnect', (reason) => {
      this.#pictureId = null;
      this.#change({ link: 'lost' });
      // The server closed it (the session ended, a role changed): reconnect with the current cookie.
      if (reason === 'io server disconnect') this.#socket.connect();
    });
    this.#socket.on('connect_error', (error) => this.#failed(error));
    this.#socket.on('frame', (topic, frame) => this.#receive(topic, frame));
    this.#socket.on('packed', (topic, bytes) => this.#receive(topic, unpacked(bytes)));
    this.#socket.on('status', (message) => this.#receiveStatus(message));
    this.#socket.on('fresh', (ageMs) => this.#change({ freshAt: Date.now() - ageMs }));
    this.#socket.on('revised', (service) => {
      for (const listener of this.#revisionListeners) listener(service);
    });
    this.#socket.on('operations', (all) => {
      for (const news of all) for (const listener of this.#operationListeners) listener(news);
    });
  }

  connection = (): Connection => this.#connection;

  listen = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onOperation(listener: (news: OperationNews) => void): () => void {
    this.#operationListeners.add(listener);
    return () => this.#operationListeners.delete(listener);
  }

  onRevision(listener: (service: ServiceId) => void): () => void {
    this.#revisionListeners.add(listener);
    return () => this.#revisionListeners.delete(listener);
  }

  replica(topic: Topic): TopicReplica {
    const held = this.#topics.get(topic);
    if (held) return held.replica;
    const replica = new TopicReplica();
    this.#topics.set(topic, { replica, users: 0, linger: null });
    return replica;
  }

  /** Subscribes until the returned function is called, and a little longer. */
  follow(topic: Topic): () => void {
    this.replica(topic);
    const held = this.#topics.get(topic);
    if (!held) return () => undefined;
    if (held.linger !== null) window.clearTimeout(held.linger);
    else if (held.users === 0 && this.#pictureId !== null) this.#subscribe(topic, held.replica);
    held.linger = null;
    held.users += 1;
    return () => {
      held.users -= 1;
      if (held.users > 0) return;
      held.linger = window.setTimeout(
        () => {
          this.#topics.delete(topic);
          this.#wholesRequested.delete(topic);
          if (this.#socket.connected) this.#socket.emit('unsubscribe', topic);
        },
        queryOf(topic) ? QUERY_LINGERS_MS : LINGER_MS,
      );
    };
  }

  /** The task of a hive cell; null when it was removed, or without a connection. */
  async taskAt(cell: number): Promise<TaskId | null> {
    if (this.#pictureId === null) return null;
    return this.#socket
      .timeout(ANSWER_MS)
      .emitWithAck('cell', cell)
      .catch(() => null);
  }

  close(): void {
    if (this.#reconnect !== null) window.clearTimeout(this.#reconnect);
    this.#socket.close();
  }

  #connected(pictureId: string): void {
    this.#pictureId = pictureId;
    this.#wholesRequested.clear();
    this.#change({ link: 'connected' });
    for (const [topic, { replica }] of this.#topics) this.#subscribe(topic, replica);
  }

  /** Resumes by token where this console gave it; at another console by the held revisions. */
  #subscribe(topic: Topic, replica: TopicReplica): void {
    const known = replica.token?.startsWith(`${this.#pictureId}.`);
    this.#socket.emit('subscribe', topic, known ? replica.token : replica.manifest());
  }

  /** Frames are applied in order of arrival, even when one takes time to unpack. */
  #receive(topic: Topic, frame: Frame | Promise<Frame>): void {
    if (!this.#unpacking && !(frame instanceof Promise)) {
      this.#apply(topic, frame);
      return;
    }
    const console = this.#pictureId;
    const before = this.#unpacking ?? Promise.resolve();
    const done = before.then(async () => {
      const ready = await frame;
      if (console === this.#pictureId) this.#apply(topic, ready);
    });
    const all = done
      .catch(() => this.#askWhole(topic))
      .then(() => {
        if (this.#unpacking === all) this.#unpacking = null;
      });
    this.#unpacking = all;
  }

  #apply(topic: Topic, frame: Frame): void {
    const held = this.#topics.get(topic);
    if (!held) return;
    if (held.replica.apply(frame)) this.#wholesRequested.delete(topic);
    else this.#askWhole(topic);
  }

  #askWhole(topic: Topic): void {
    if (this.#wholesRequested.has(topic)) return;
    this.#wholesRequested.add(topic);
    this.#socket.emit('subscribe', topic, null);
  }

  #failed(error: Error): void {
    if (error.message === 'not_signed_in') {
      this.#socket.disconnect();
      this.#change({ link: 'refused' });
      return;
    }
    // Socket.IO does not retry after an error from the server's own check.
    if (!this.#socket.active)
      this.#reconnect = window.setTimeout(() => this.#socket.connect(), error.message === 'full' ? 10_000 : 1000);
    this.#change({ link: this.#connection.link === 'connecting' ? 'connecting' : 'lost' });
  }

  #receiveStatus({ status, ageMs, phaseMs }: StatusMessage): void {
    const now = Date.now();
    this.#change({ feed: status, freshAt: ageMs === null ? null : now - ageMs, phaseSince: now - phaseMs });
  }

  #change(part: Partial<Connection>): void {
    const linkSince = part.link && part.link !== this.#connection.link ? Date.now() : this.#connection.linkSince;
    this.#connection = { ...this.#connection, ...part, linkSince };
    for (const listener of this.#listeners) listener();
  }
}
