import { io, type Socket } from 'socket.io-client';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { FeedStatus } from '#lib/live/feed-status';
import type { Frame } from '#lib/live/protocol/frame';
import type { FromBrowser, StatusMessage, ToBrowser } from '#lib/live/protocol/messages';
import { queryOf, type Topic } from '#lib/live/protocol/topic';
import { TopicReplica } from '#lib/live/replica/topic-replica';
import { unpacked } from './unpacking';

/** How this browser stands to the console, and the console to the swarm. Times are this browser's clock. */
export interface Connection {
  /** `refused`: the session has ended. */
  link: 'connecting' | 'connected' | 'lost' | 'refused';
  linkSince: number;
  feed: FeedStatus | null;
  freshAt: number | null;
  phaseSince: number | null;
}

type Listener = () => void;
/** A topic that nobody looks at any more is kept this long, so that going back shows it at once. */
const LINGER_MS = 30_000;
/** After a query changed, its next result may share nothing with this one. */
const QUERY_LINGERS_MS = 3000;
const ANSWER_MS = 5000;

/** One connection for the whole window, and the replicas of every topic that a screen looks at. */
export class LiveClient {
  #socket: Socket<ToBrowser, FromBrowser>;
  #topics = new Map<Topic, { replica: TopicReplica; users: number; linger: number | null }>();
  /** The console that is connected: tokens of another one mean nothing to it. null: before its hello. */
  #pictureId: string | null = null;
  /** Frames that wait for one before them to be unpacked. */
  #unpacking: Promise<void> | null = null;
  #connection: Connection = { link: 'connecting', linkSince: Date.now(), feed: null, freshAt: null, phaseSince: null };
  #listeners = new Set<Listener>();
  #operationListeners = new Set<(news: OperationNews) => void>();
  #revisionListeners = new Set<(service: ServiceId) => void>();
  /** Topics whose whole is asked for and has not come: what arrives meanwhile is not asked for once more. */
  #wholesRequested = new Set<Topic>();
  #reconnect: number | null = null;

  /** `key` gives what this browser keeps for this origin, beside the cookie that goes to every port of the host. */
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
      // The server ended it (a session that ended, a role that changed): connect again with the current cookie.
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

  /** Keeps the topic served until the returned function is called, and a little longer. */
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

  /** The task that a cell of the hive stands for; null when it is gone, or there is no connection. */
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

  /** By the token where this console gave it; to another one by what is held. */
  #subscribe(topic: Topic, replica: TopicReplica): void {
    const known = replica.token?.startsWith(`${this.#pictureId}.`);
    this.#socket.emit('subscribe', topic, known ? replica.token : replica.manifest());
  }

  /** Frames are applied in the order in which they came, also where one takes time to unpack. */
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
    // An error from the server's own check does not make Socket.IO try again by itself.
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
