import type { NodeId, TaskId } from '../ids';
import { FrameParser, joined } from './frame-parser';
import type { LogChannel, LogLine } from './log-line';

/** What a log stream holds: lines, and what the engine has to say of itself. */
export type LogEntry = { kind: 'line'; line: LogLine } | { kind: 'engine'; text: string };

/** Takes the bytes of one answer in any pieces. */
export interface LogReader {
  push(chunk: Uint8Array): LogEntry[];
  /** At the end of the answer: what has no line end yet. */
  end(): LogEntry[];
}

/** Beyond so many characters a line is told as cut. An application that never ends its line must not fill our memory. */
export const LONGEST_LINE = 64 * 1024;
const LARGEST_RAW = 4 * LONGEST_LINE;

const ENGINE = 3;
const NEWLINE = 10;

const decoder = new TextDecoder();

/** The time, the details that `details=1` puts before the text, and the text itself, which may be anything. */
const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z (\S*) ?/;

interface Piece {
  at: string;
  taskId: TaskId;
  nodeId: NodeId;
  /** All before the text. */
  prefix: string;
  text: string;
}

function pieceOf(raw: string): Piece | null {
  const match = STAMPED.exec(raw);
  if (!match) return null;
  const [prefix, seconds, decimals = '', details = ''] = match;
  const named = new Map(
    details.split(',').map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=?/, '')]),
  );
  const taskId = named.get('com.docker.swarm.task.id');
  if (!taskId) return null;
  return {
    at: `${seconds}.${decimals.padEnd(9, '0')}Z`,
    taskId: taskId as TaskId,
    nodeId: (named.get('com.docker.swarm.node.id') ?? '') as NodeId,
    prefix,
    text: raw.slice(prefix.length),
  };
}

function lineOf({ at, taskId, nodeId, text }: Piece, channel: LogChannel, dropped = 0): LogEntry {
  const whole = text.replace(/\r?\n?$/, '');
  const cut = Math.max(0, whole.length - LONGEST_LINE) + dropped;
  const line: LogLine = { taskId, nodeId, channel, at, text: cut > 0 ? whole.slice(0, LONGEST_LINE) : whole };
  return { kind: 'line', line: cut > 0 ? { ...line, cut } : line };
}

/** Lines beyond 16 KiB come in pieces that bear the time of the first; only the last one ends in a newline. */
class FramedReader implements LogReader {
  readonly #frames = new FrameParser();
  readonly #open = new Map<string, { piece: Piece; channel: LogChannel; dropped: number }>();

  push(chunk: Uint8Array): LogEntry[] {
    return this.#frames.push(chunk).flatMap(({ channel, payload }) => {
      const raw = decoder.decode(payload);
      if (channel === ENGINE) return [{ kind: 'engine', text: raw.trim() } satisfies LogEntry];
      return this.#take(raw, channel === 2 ? 'stderr' : 'stdout');
    });
  }

  end(): LogEntry[] {
    const left = [...this.#open.values()].map(({ piece, channel, dropped }) => lineOf(piece, channel, dropped));
    this.#open.clear();
    return left;
  }

  #take(raw: string, channel: LogChannel): LogEntry[] {
    const piece = pieceOf(raw);
    if (!piece) return [];
    const key = `${piece.taskId} ${channel}`;
    const begun = this.#open.get(key);
    const entries: LogEntry[] = [];
    let whole = { piece, channel, dropped: 0 };
    if (begun && begun.piece.at !== piece.at) entries.push(lineOf(begun.piece, channel, begun.dropped));
    else if (begun) {
      const room = Math.max(0, LONGEST_LINE - begun.piece.text.length);
      const body = piece.text.replace(/\r?\n$/, '');
      const text = begun.piece.text + body.slice(0, room) + piece.text.slice(body.length);
      whole = { piece: { ...begun.piece, text }, channel, dropped: begun.dropped + Math.max(0, body.length - room) };
    }
    if (piece.text.endsWith('\n')) {
      this.#open.delete(key);
      entries.push(lineOf(whole.piece, channel, whole.dropped));
    } else this.#open.set(key, whole);
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
    const raw = decoder.decode(bytes);
    const piece = pieceOf(raw);
    if (!piece) return raw.startsWith('Error grabbing logs: ') ? [{ kind: 'engine', text: raw.trim() }] : [];
    // Pieces of a long line follow each other here with nothing between them but the prefix again.
    return [lineOf({ ...piece, text: piece.text.replaceAll(piece.prefix, '') }, 'stdout')];
  }
}

/** For an answer to `details=1&timestamps=1`, which alone tells tasks and times apart. */
export const logReader = ({ terminal }: { terminal: boolean }): LogReader =>
  terminal ? new TerminalReader() : new FramedReader();
