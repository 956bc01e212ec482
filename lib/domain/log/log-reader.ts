import type { NodeId, TaskId } from '../ids';
import { FrameParser, joined } from './frame-parser';
import type { LogChannel, LogLine } from './log-line';

/** What a log stream holds: lines, and texts of the engine about the stream. */
export type LogEntry =
  /** `pieces`: in so many the engine sent it, which is what it counts for `tail`. */
  { kind: 'line'; line: LogLine; pieces: number } | { kind: 'engine'; text: string };

/** Takes the bytes of one answer in any pieces. */
export interface LogReader {
  push(chunk: Uint8Array): LogEntry[];
  /** At the end of the answer: what has no line end yet. */
  end(): LogEntry[];
}

/** A longer line is cut and marked so. An application that never ends its line must not fill our memory. */
export const LONGEST_LINE = 64 * 1024;
const LARGEST_RAW = 4 * LONGEST_LINE;

const ENGINE = 3;
const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];

/** Of whole texts. A byte order mark is a character of the text like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The time, and the details that `details=1` puts between it and the text. They are ASCII; the text may be anything.
 */
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z (\S*) ?$/;

interface Stamp {
  at: string;
  taskId: TaskId;
  nodeId: NodeId;
}

interface Piece {
  stamp: Stamp;
  /** All before the text. */
  prefix: Uint8Array;
  /**
   * Not decoded: the engine cuts long lines at bytes, so that a character may begin in one piece and end in the next.
   */
  body: Uint8Array;
}

function pieceOf(bytes: Uint8Array): Piece | null {
  const space = bytes.indexOf(SPACE);
  if (space < 0) return null;
  let end = space + 1;
  while (end < bytes.length && !isSpace(bytes[end])) end += 1;
  if (bytes[end] === SPACE) end += 1;
  const prefix = bytes.subarray(0, end);
  const match = STAMP.exec(decoder.decode(prefix));
  if (!match) return null;
  const [, seconds, decimals = '', details = ''] = match;
  const named = new Map(
    details.split(',').map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=?/, '')]),
  );
  const taskId = named.get('com.docker.swarm.task.id');
  if (!taskId) return null;
  const nodeId = named.get('com.docker.swarm.node.id') ?? '';
  const stamp = {
    at: `${seconds}.${decimals.padEnd(9, '0')}Z`,
    taskId: taskId as TaskId,
    nodeId: nodeId as NodeId,
  };
  return { stamp, prefix, body: bytes.subarray(end) };
}

const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;

function lineOf({ at, taskId, nodeId }: Stamp, channel: LogChannel, text: string, dropped = 0, pieces = 1): LogEntry {
  const whole = text.replace(/\r?\n?$/, '');
  const isCut = whole.length > LONGEST_LINE || dropped > 0;
  const shown = isCut ? withoutHalf(whole.slice(0, LONGEST_LINE)) : whole;
  const cut = whole.length - shown.length + dropped;
  const line: LogLine = { taskId, nodeId, channel, at, text: shown };
  return { kind: 'line', line: cut > 0 ? { ...line, cut } : line, pieces };
}

/** Half of a surrogate pair at the end would be shown as a replacement character. */
const withoutHalf = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');

/** A line whose end has not come. No more than the longest line is held of it; the rest is counted. */
class OpenLine {
  readonly #stamp: Stamp;
  readonly #channel: LogChannel;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #text = '';
  #dropped = 0;
  #pieces = 0;

  constructor(stamp: Stamp, channel: LogChannel) {
    this.#stamp = stamp;
    this.#channel = channel;
  }

  get at(): string {
    return this.#stamp.at;
  }

  add(body: Uint8Array): void {
    this.#pieces += 1;
    this.#append(this.#decoder.decode(body, { stream: true }));
  }

  close(): LogEntry {
    this.#append(this.#decoder.decode());
    return lineOf(this.#stamp, this.#channel, this.#text, this.#dropped, this.#pieces);
  }

  #append(text: string): void {
    const end = /\r?\n$/.exec(text)?.[0] ?? '';
    const body = text.slice(0, text.length - end.length);
    const room = Math.max(0, LONGEST_LINE - this.#text.length);
    this.#text += body.slice(0, room) + end;
    this.#dropped += Math.max(0, body.length - room);
  }
}

/** Lines beyond 16 KiB come in pieces that bear the time of the first; only the last one ends in a newline. */
class FramedReader implements LogReader {
  readonly #frames = new FrameParser();
  readonly #open = new Map<string, OpenLine>();

  push(chunk: Uint8Array): LogEntry[] {
    return this.#frames.push(chunk).flatMap(({ channel, payload }) => {
      if (channel === ENGINE) return [{ kind: 'engine', text: decoder.decode(payload).trim() } satisfies LogEntry];
      return this.#take(payload, channel === 2 ? 'stderr' : 'stdout');
    });
  }

  end(): LogEntry[] {
    const left = [...this.#open.values()].map((open) => open.close());
    this.#open.clear();
    return left;
  }

  #take(payload: Uint8Array, channel: LogChannel): LogEntry[] {
    const piece = pieceOf(payload);
    if (!piece) return [];
    const { stamp, body } = piece;
    const isLast = body.at(-1) === NEWLINE;
    const key = `${stamp.taskId} ${channel}`;
    const entries: LogEntry[] = [];
    let open = this.#open.get(key);
    if (open && open.at !== stamp.at) {
      entries.push(open.close());
      this.#open.delete(key);
      open = undefined;
    }
    if (!open && isLast) return [...entries, lineOf(stamp, channel, decoder.decode(body))];
    open ??= new OpenLine(stamp, channel);
    open.add(body);
    if (isLast) {
      this.#open.delete(key);
      entries.push(open.close());
    } else this.#open.set(key, open);
    return entries;
  }
}

/** A terminal's output is not framed, and stdout and stderr are one; every line bears its prefix all the same. */
class TerminalReader implements LogReader {
  #rest: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): LogEntry[] {
    const bytes = joined(this.#rest, chunk);
    const entries: LogEntry[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      entries.push(...this.#take(bytes.subarray(from, end)));
      from = end + 1;
    }
    this.#rest = bytes.slice(from, from + LARGEST_RAW);
    return entries;
  }

  end(): LogEntry[] {
    const entries = this.#take(this.#rest);
    this.#rest = new Uint8Array(0);
    return entries;
  }

  #take(bytes: Uint8Array): LogEntry[] {
    const piece = pieceOf(bytes);
    if (!piece) {
      const raw = decoder.decode(bytes);
      return raw.startsWith('Error grabbing logs: ') ? [{ kind: 'engine', text: raw.trim() }] : [];
    }
    // Pieces of a long line follow each other here with nothing between them but the prefix again.
    const bodies = [...between(piece.body, piece.prefix)];
    const body = bodies.length === 1 ? piece.body : bodies.reduce(joined);
    return [lineOf(piece.stamp, 'stdout', decoder.decode(body), 0, bodies.length)];
  }
}

function* between(bytes: Uint8Array, separator: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = find(bytes, separator, from); at >= 0; at = find(bytes, separator, from)) {
    yield bytes.subarray(from, at);
    from = at + separator.length;
  }
  yield bytes.subarray(from);
}

function find(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const first = sought[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (sought.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** For an answer to `details=1&timestamps=1`, which alone gives task and time of a line. */
export const logReader = ({ terminal }: { terminal: boolean }): LogReader =>
  terminal ? new TerminalReader() : new FramedReader();
