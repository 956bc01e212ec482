import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { redactNews } from '#lib/domain/access/redact';
import { may, ROLES, type Role } from '#lib/domain/access/roles';
import type { SessionId } from '#lib/domain/ids';
import { newsOf, type Operation, type OperationNews } from '#lib/domain/operation/operation';
import { TokenBucket } from '#lib/limits/token-bucket';
import type { Picture } from '#lib/live/picture/picture';
import type { Frame } from '#lib/live/protocol/frame';
import type { FromBrowser, StatusMessage, ToBrowser } from '#lib/live/protocol/messages';
import { type Delivery, Subscriptions } from '#lib/live/protocol/subscriptions';
import { isTopic, queryOf, type Topic } from '#lib/live/protocol/topic';
import type { Clock } from '#lib/ports/clock';
import type { ConsoleNews } from '#lib/ports/console-news';
import type { LivePicture } from '#lib/ports/container';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import type { Revisions } from '#lib/ports/revisions';
import type { Sessions } from '#lib/ports/sessions';
import { Admission, type SocketLimits, type SocketRefusal } from './admission';
import { Pace } from './pace';
import { packedFrame } from './packing';

type Peer = Socket<FromBrowser, ToBrowser, Record<string, never>, { principal: SessionPrincipal }>;

interface GatewayPorts {
  picture: Picture;
  live: LivePicture;
  ledger: Ledger;
  sessions: Sessions;
  revisions: Pick<Revisions, 'onChange'>;
  news: ConsoleNews;
  clock: Clock;
  log: Log;
  /** Identifies this picture in resume tokens; another process has another. */
  pictureId: string;
  /** Whether a handshake comes from one of our own pages. */
  isOwnOrigin(request: IncomingMessage): boolean;
  /** null: a shared address, by which no limit counts. */
  addressOf(request: IncomingMessage): string | null;
  /** Records a refused handshake. */
  refused(request: IncomingMessage, refusal: SocketRefusal): void;
  socketLimits?: SocketLimits;
}

const SOCKET_PATH = '/live';
/** [PRO-5] */
const GATHER_MS = { least: 16, most: 250 };
/** [PRO-8] Rows that jump more often than this cannot be read. */
const QUERIES_MS = { least: 250 };
/** More frequent news of operations cannot be read. */
const ACTS_MS = { least: 250 };
/** The longest slice of due queries; a longer one would delay everybody else. */
const QUERIES_SLICE_MS = 50;
const RECHECK_MS = 30_000;
const FRESH_MS = 2000;
/** [PRO-9] */
const TOPICS_EACH = 50;
/** [PRO-9] Different queries of one person, in all their windows. */
const QUERIES_EACH = 20;
/** Scrolling fast through 100,000 rows requests some ten blocks a second. */
const ASKED = { burst: 200, aSecond: 50 };
/** Packets queued for a client that does not read. */
const MOST_UNREAD = 256;
const UNREAD_CHECK_MS = 5000;
/** For Socket.IO's own handshake, after the WebSocket is open. */
const GREETING_MS = 5000;
/** Long enough for a browser to read the refusal. */
const GOODBYE_MS = 1000;
/** Topics queued for a snapshot; a client that subscribes to more without reading is disconnected. */
const MOST_OWED = 2 * TOPICS_EACH;
/** A manifest of the largest size, and some. */
const LONGEST_MESSAGE = 320 * 1024;

/** News of operations is filtered by role: one room per role. */
const actsFor = (role: Role): string => `acts/${role}`;

/** Serves the picture to browsers. A frame is encoded once for all clients at the same revision. */
export class Gateway {
  #io: Server<FromBrowser, ToBrowser, Record<string, never>, { principal: SessionPrincipal }>;
  #subscriptions: Subscriptions<Peer>;
  #ports: GatewayPorts;
  #objects = new Pace(() => this.#flush((canTake) => this.#subscriptions.flush(canTake)), GATHER_MS);
  #acts = new Pace(() => this.#publishNews(), ACTS_MS);
  #news: OperationNews[] = [];
  #queries = new Pace(() => this.#flushQueries(), QUERIES_MS);
  #admission: Admission;
  #peersOf = new Map<string, Set<Peer>>();
  #lastStatus = '';
  #lastFresh = 0;
  #stops: (() => void)[] = [];

  constructor(server: HttpServer, ports: GatewayPorts) {
    this.#ports = ports;
    this.#subscriptions = new Subscriptions(ports.picture, ports.pictureId);
    this.#admission = new Admission(ports, ports.socketLimits);
    this.#io = new Server(server, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      serveClient: false,
      connectTimeout: GREETING_MS,
      maxHttpBufferSize: LONGEST_MESSAGE,
      // Browsers send cookies with a WebSocket from any site, and `cors` does not cover it.
      allowRequest: (request, answer) => void this.#admission.mayOpen(request).then((may) => answer(null, may)),
    });
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on('connection', (socket) => this.#serve(socket));
    this.#stops.push(
      ports.live.onChange(() => this.#moved()),
      ports.ledger.onChange((operation) => this.#publish(operation)),
      ports.revisions.onChange((id) => this.#everyone().to(`service/${id}`).emit('revised', id)),
      ports.news.onOperation((operation) => this.#publish(operation)),
      ports.sessions.onSessionEnd((id) => this.#io.in(`session/${id}`).disconnectSockets(true)),
      ports.news.onSession((id) => void this.#recheck(id)),
      ports.news.onMissed(() => void this.#recheck()),
    );
    const recheck = setInterval(() => void this.#recheck(), RECHECK_MS);
    const unread = setInterval(() => this.#hangUpOnUnread(), UNREAD_CHECK_MS);
    this.#stops.push(() => {
      clearInterval(recheck);
      clearInterval(unread);
    });
  }

  /** Of people with a session. */
  get browsers(): number {
    return this.#io.sockets.sockets.size;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#objects.stop();
    this.#queries.stop();
    this.#acts.stop();
    this.#io.disconnectSockets(true);
    await this.#io.close();
  }

  #everyone = (): Namespace<FromBrowser, ToBrowser> => this.#io.sockets;

  /** The first at once, those that follow together, because outside changes may arrive by the hundred. */
  #publish(operation: Operation): void {
    this.#news.push(newsOf(operation));
    this.#acts.ask();
  }

  #publishNews(): boolean {
    const news = this.#news.splice(0);
    for (const role of news.length > 0 ? ROLES : [])
      if (may(role, 'audit:see'))
        this.#everyone()
          .to(actsFor(role))
          .emit(
            'operations',
            news.map((each) => redactNews(each, role)),
          );
    return false;
  }

  async #admit(socket: Peer, next: (error?: Error) => void): Promise<void> {
    const { key } = socket.handshake.auth as { key?: unknown };
    const outcome = await this.#admission.outcome(socket.request, key);
    if (typeof outcome === 'string') {
      setTimeout(() => socket.conn.close(), GOODBYE_MS);
      next(new Error(outcome));
    } else {
      socket.data.principal = outcome;
      next();
    }
  }

  #serve(socket: Peer): void {
    const { role, sessionId, userId } = socket.data.principal;
    void socket.join(`session/${sessionId}`);
    if (may(role, 'audit:see')) void socket.join(actsFor(role));
    const own = this.#peersOf.get(userId) ?? new Set();
    this.#peersOf.set(userId, own.add(socket));
    socket.emit('hello', this.#ports.pictureId);
    socket.emit('status', this.#statusMessage());
    let owed = 0;
    socket.conn.on('drain', () => {
      owed = 0;
    });
    const questions = new TokenBucket({ ...ASKED, now: performance.now() });
    socket.use((_, next) => {
      // Requests are served only to clients that read their answers and request no faster than a person could.
      if (this.#hangsUpOn(socket) || !questions.take(performance.now())) socket.conn.close(true);
      else next();
    });
    socket.on('subscribe', (topic, holds) => {
      if (!isTopic(topic) || !may(role, 'cluster:see')) return;
      owed += 1;
      if (owed > MOST_OWED) return void socket.conn.close(true);
      if (!this.#hasRoomFor(socket, topic)) return void socket.emit('refused', topic);
      const frames = this.#subscriptions.add(socket, topic, holds);
      if (!frames) return void socket.emit('refused', topic);
      void socket.join(topic);
      for (const frame of frames) this.#send(topic, frame, [socket]);
    });
    socket.on('unsubscribe', (topic) => {
      if (!isTopic(topic)) return;
      this.#subscriptions.remove(socket, topic);
      void socket.leave(topic);
    });
    socket.on('cell', (cell, answer) => {
      if (typeof answer === 'function') answer(Number.isSafeInteger(cell) ? this.#subscriptions.taskAt(cell) : null);
    });
    socket.on('disconnect', () => {
      this.#subscriptions.drop(socket);
      own.delete(socket);
      if (own.size === 0) this.#peersOf.delete(userId);
    });
  }

  /** [PRO-9] Topics of one window, and different queries of all windows of a person. */
  #hasRoomFor(socket: Peer, topic: Topic): boolean {
    if (this.#subscriptions.topicsOf(socket).size >= TOPICS_EACH) return false;
    const query = queryOf(topic)?.query;
    if (query === undefined) return true;
    const queries = new Set<string>();
    for (const peer of this.#peersOf.get(socket.data.principal.userId) ?? [])
      for (const followed of this.#subscriptions.topicsOf(peer)) {
        const known = queryOf(followed)?.query;
        if (known !== undefined) queries.add(known);
      }
    return queries.has(query) || queries.size < QUERIES_EACH;
  }

  #hangsUpOn = ({ conn }: Peer): boolean =>
    (conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length > MOST_UNREAD;

  #hangUpOnUnread(): void {
    for (const socket of this.#io.sockets.sockets.values()) if (this.#hangsUpOn(socket)) socket.conn.close(true);
  }

  #moved(): void {
    this.#publishStatus();
    this.#objects.ask();
    if (this.#subscriptions.hasQueries) this.#queries.ask();
  }

  /** In slices, because a renamed object may dirty every query. */
  #flushQueries(): boolean {
    const begun = performance.now();
    let isCut = false;
    const isOver = () => {
      isCut = performance.now() - begun > QUERIES_SLICE_MS;
      return isCut;
    };
    return this.#flush((canTake) => this.#subscriptions.flushQueries(canTake, isOver)) || isCut;
  }

  /** Clients with an unsent packet are skipped; true when there is one, or more may have arrived. */
  #flush(due: (canTake: (peer: Peer) => boolean) => Delivery<Peer>[]): boolean {
    let passedOver = false;
    const deliveries = due((peer) => {
      passedOver ||= !peer.conn.transport.writable;
      return peer.conn.transport.writable;
    });
    for (const { topic, frame, peers } of deliveries) this.#send(topic, frame, peers);
    return passedOver || deliveries.length > 0;
  }

  /**
   * [PRO-6] To all subscribers of the topic where `peers` is null. Packed bytes take two messages and a text one; to
   * many clients each message costs one write more.
   */
  #send(topic: Topic, frame: Frame, peers: Peer[] | null): void {
    const bytes = packedFrame(frame);
    const to = this.#everyone().to(peers ? peers.map(({ id }) => id) : topic);
    if (!bytes) to.emit('frame', topic, frame);
    else if (peers?.length === 1) to.emit('packed', topic, bytes as Buffer<ArrayBuffer>);
    else to.emit('packed', topic, bytes.toString('base64'));
  }

  /** The whole status when it changed; else a heartbeat that the picture is confirmed. */
  #publishStatus(): void {
    const status = this.#ports.live.status();
    const { freshAt: _, ...rest } = status;
    const text = JSON.stringify(rest);
    const now = this.#ports.clock.now();
    if (text !== this.#lastStatus) {
      this.#lastStatus = text;
      this.#lastFresh = now;
      this.#everyone().emit('status', this.#statusMessage());
    } else if (Math.abs(now - this.#lastFresh) >= FRESH_MS && status.freshAt !== null && status.phase === 'live') {
      this.#lastFresh = now;
      this.#everyone().volatile.emit('fresh', Math.max(0, now - status.freshAt));
    }
  }

  #statusMessage(): StatusMessage {
    const status = this.#ports.live.status();
    const now = this.#ports.clock.now();
    return {
      status,
      ageMs: status.freshAt === null ? null : Math.max(0, now - status.freshAt),
      phaseMs: Math.max(0, now - status.since),
    };
  }

  /** The latest moment at which a session that ended or a role that changed elsewhere is noticed. */
  async #recheck(only?: SessionId): Promise<void> {
    const some = only === undefined ? this.#io : this.#io.in(`session/${only}`);
    const sockets = (await some.fetchSockets()) as unknown as Peer[];
    for (const sessionId of new Set(sockets.map(({ data }) => data.principal.sessionId))) {
      const theirs = sockets.filter(({ data }) => data.principal.sessionId === sessionId);
      try {
        const principal = await this.#ports.sessions.principalBySession(sessionId);
        for (const socket of theirs)
          if (!principal || principal.role !== socket.data.principal.role) socket.disconnect(true);
      } catch (error) {
        this.#ports.log.warn({ err: error }, 'sessions could not be checked; they are checked again');
        return;
      }
    }
  }
}
