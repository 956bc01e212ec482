import { Fault } from '#lib/domain/fault';
import { Lane } from '#lib/limits/lane';
import type { Clock } from '#lib/ports/clock';
import type { LivePicture } from '#lib/ports/container';
import type { LogRequest, LogTarget, LogViewer, TaskLogs } from '#lib/ports/task-logs';
import type { Managers } from '../managers';
import { leaderOf, named } from './log-places';
import { LogQueue } from './log-queue';
import { LogSource } from './log-source';
import { readPast } from './read-past';
import { StreamPool } from './stream-pool';
import { WholeLog } from './whole-log';

export interface LogHubOptions {
  managers: Managers;
  picture: LivePicture;
  clock: Clock;
  /** The most streams of the engine at a time, each shared by all its viewers. */
  mostStreams?: number;
  /** The most characters of one-time reads that may wait to be taken. */
  mostUnreadCharacters?: number;
}

const MOST_STREAMS = 160;
const MOST_VIEWERS = 300;
const MOST_FILES = 8;
/** Concurrent reads of the backlog; a read that waits for a minute is refused. */
const READS = { width: 3, queue: MOST_VIEWERS, waitMs: 60_000 };
/** Concurrent first looks; one that waits for so long is left out. */
const LOOKS = { width: 4, queue: MOST_VIEWERS, waitMs: 300 };
/** One read may be 16 million. */
const MOST_UNREAD_CHARACTERS = 64_000_000;

/** All viewers of logs on this console, on no more streams of the engine than there are viewed tasks. */
export class LogHub implements TaskLogs {
  readonly #options: LogHubOptions;
  readonly #pool: StreamPool;
  readonly #sources = new Map<string, LogSource>();
  readonly #viewers = new Set<LogViewer>();
  readonly #turns = new Lane({ ...READS, busy: () => new Fault('log_streams_full', { limit: READS.width }) });
  readonly #looks = new Lane({ ...LOOKS, busy: () => new Fault('log_streams_full', { limit: LOOKS.width }) });
  readonly #stopListening: () => void;
  #files = 0;
  #unreadCharacters = 0;
  #leader: string | null;
  #phase: string;

  constructor(options: LogHubOptions) {
    this.#options = options;
    this.#pool = new StreamPool(options.managers, options.clock, options.mostStreams ?? MOST_STREAMS);
    this.#leader = leaderOf(options.picture.cluster());
    this.#phase = options.picture.status().phase;
    this.#stopListening = options.picture.onChange(() => this.#look());
  }

  async open(request: LogRequest): Promise<LogViewer> {
    this.#room(this.#viewers.size, MOST_VIEWERS);
    if (!request.follow) return this.#counted(await this.#once(request));
    const { target } = request;
    const key = `${target.kind} ${target.id}`;
    const known = this.#sources.get(key);
    if (known) return this.#counted(known.join(request));
    // A missing target or a silent engine is a fault before the response begins.
    await this.#options.managers.get(`/${target.kind}s/${target.id}`);
    return this.#counted((this.#sources.get(key) ?? this.#begin(key, target)).join(request));
  }

  async whole(target: LogTarget, sinceMs: number | null): Promise<LogViewer> {
    this.#room(this.#files, MOST_FILES);
    this.#files += 1;
    const { managers, picture } = this.#options;
    const whole = new WholeLog({ managers, picture, target, sinceMs }, () => {
      this.#files -= 1;
      this.#viewers.delete(whole);
    });
    this.#viewers.add(whole);
    return whole;
  }

  stop(): void {
    this.#stopListening();
    for (const source of [...this.#sources.values()]) source.stop();
    for (const viewer of [...this.#viewers]) viewer.close();
  }

  #begin(key: string, target: LogTarget): LogSource {
    const { mostStreams = MOST_STREAMS, ...options } = this.#options;
    if (this.#pool.room <= 0) throw new Fault('log_streams_full', { limit: mostStreams });
    const source = new LogSource({
      ...options,
      target,
      pool: this.#pool,
      inTurn: (read) => this.#turns.run(read),
      lookInTurn: (look) => this.#looks.run(look),
      onOver: (over) => void (this.#sources.get(key) === over && this.#sources.delete(key)),
    });
    this.#sources.set(key, source);
    return source;
  }

  /** A one-time read without following. It is counted until it is taken, so that unread answers are limited. */
  async #once({ target, tail, sinceMs, signal }: LogRequest): Promise<LogViewer> {
    const { managers, picture, mostUnreadCharacters = MOST_UNREAD_CHARACTERS } = this.#options;
    const readers = { managers, picture, signal: signal ?? new AbortController().signal };
    const past = await this.#turns.run(async () => {
      // One after another, because earlier ones may have taken the streams meanwhile.
      this.#room(this.#unreadCharacters, mostUnreadCharacters);
      return readPast(readers, { target, tail, sinceMs });
    }, signal);
    const characters = past.lines.reduce((sum, { text }) => sum + text.length, 0);
    this.#unreadCharacters += characters;
    let isHeld = true;
    const queue: LogQueue = new LogQueue(() => undefined);
    const missing = named(picture.cluster(), past.missing);
    if (missing.length > 0) queue.publish({ kind: 'missing', nodes: missing });
    queue.begin(past.lines, past.left);
    if (past.tasksLeft > 0) queue.publish({ kind: 'tasks-left-out', count: past.tasksLeft });
    for (const text of past.engineTexts) queue.publish({ kind: 'engine', text });
    queue.end(null);
    const taken = () => {
      if (isHeld) this.#unreadCharacters -= characters;
      isHeld = false;
    };
    return {
      async next() {
        const news = await queue.next();
        if (news === null || news.kind === 'end') taken();
        return news;
      },
      close() {
        taken();
        queue.close();
      },
    };
  }

  #counted(viewer: LogViewer): LogViewer {
    const counted: LogViewer = {
      next: async () => {
        const news = await viewer.next();
        if (news === null) this.#viewers.delete(counted);
        return news;
      },
      close: () => {
        this.#viewers.delete(counted);
        viewer.close();
      },
    };
    this.#viewers.add(counted);
    return counted;
  }

  #room(taken: number, most: number): void {
    if (taken >= most) throw new Fault('log_streams_full', { limit: most });
  }

  /**
   * A stream may hang on a former leader without an error. Called after every commit, which is cheap because nodes are
   * few.
   */
  #look(): void {
    const { picture } = this.#options;
    const { phase } = picture.status();
    const leader = leaderOf(picture.cluster());
    const ledAnew = leader !== null && leader !== this.#leader && this.#leader !== null;
    const backAgain = phase === 'live' && this.#phase === 'interrupted';
    this.#leader = leader ?? this.#leader;
    this.#phase = phase;
    if (ledAnew || backAgain) this.#pool.renewAll();
  }
}
