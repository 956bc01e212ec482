import type { Fault } from '#lib/domain/fault';
import { faultRecordOf } from '#lib/domain/fault';
import type { LogLine } from '#lib/domain/log/log-line';
import type { LogNews, LogViewer } from '#lib/ports/task-logs';

/** The most lines that wait for a slow viewer. The lines themselves are shared with all other viewers. */
const MOST_LINES = 10_000;
const MOST_CHARACTERS = 4_000_000;
const BATCH = 500;

type Waiting = { news: LogNews; characters: number };

const charactersOf = (lines: readonly LogLine[]): number => lines.reduce((sum, { text }) => sum + text.length, 0);

/** One viewer's news in order. Live lines are bounded: the oldest are dropped and counted. */
export class LogQueue implements LogViewer {
  readonly #onClose: (queue: LogQueue) => void;
  #waiting: Waiting[] = [];
  #lines = 0;
  #characters = 0;
  #wake: ((news: LogNews | null) => void) | null = null;
  #over = false;
  #from = '';
  /** Whether it has received the backlog, because live lines follow only after it. */
  begun = false;

  constructor(onClose: (queue: LogQueue) => void) {
    this.#onClose = onClose;
  }

  get isOver(): boolean {
    return this.#over;
  }

  next(): Promise<LogNews | null> {
    const first = this.#waiting.shift();
    if (first) {
      if (first.news.kind === 'lines') this.#forget(first);
      return Promise.resolve(first.news);
    }
    if (this.#over) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  close(): void {
    this.#waiting = [];
    this.#finish();
  }

  end(fault: Fault | null): void {
    if (this.#over) return;
    this.#put({ kind: 'end', fault: fault && faultRecordOf(fault) }, 0);
    this.#finish();
  }

  /** A state or a list of missing nodes replaces an unread one. */
  publish(news: LogNews): void {
    if (this.#over) return;
    if (news.kind === 'state' || news.kind === 'missing')
      this.#waiting = this.#waiting.filter((each) => each.news.kind !== news.kind);
    this.#put(news, 0);
  }

  /** Adds the backlog, which was bounded when it was read. Lines before `from` are not read later either. */
  begin(lines: readonly LogLine[], left: number, { from = '', newestFirst = false } = {}): void {
    if (this.#over) return;
    this.begun = true;
    this.#from = from;
    for (const batch of newestFirst ? newestBatchesOf(lines) : batchesOf(lines))
      this.#put({ kind: 'lines', lines: batch }, 0);
    this.#put({ kind: 'caught-up', left }, 0);
  }

  add(lines: readonly LogLine[]): void {
    if (this.#over) return;
    for (const batch of batchesOf(this.#from === '' ? lines : lines.filter(({ at }) => at >= this.#from))) {
      const characters = charactersOf(batch) + 1;
      this.#lines += batch.length;
      this.#characters += characters;
      this.#put({ kind: 'lines', lines: batch }, characters);
    }
    while (this.#lines > MOST_LINES || this.#characters > MOST_CHARACTERS) if (!this.#dropOldest()) break;
  }

  #put(news: LogNews, characters: number): void {
    const wake = this.#wake;
    this.#wake = null;
    if (!wake) return void this.#waiting.push({ news, characters });
    if (characters > 0) this.#forget({ news, characters });
    wake(news);
  }

  #forget({ news, characters }: Waiting): void {
    if (news.kind !== 'lines' || characters === 0) return;
    this.#lines -= news.lines.length;
    this.#characters -= characters;
  }

  #dropOldest(): boolean {
    const at = this.#waiting.findIndex(({ characters }) => characters > 0);
    const dropped = this.#waiting[at];
    if (dropped?.news.kind !== 'lines') return false;
    this.#forget(dropped);
    const before = this.#waiting[at - 1]?.news;
    const count = dropped.news.lines.length + (before?.kind === 'skipped' ? before.count : 0);
    const skipped: Waiting = { news: { kind: 'skipped', count }, characters: 0 };
    if (before?.kind === 'skipped') this.#waiting.splice(at - 1, 2, skipped);
    else this.#waiting.splice(at, 1, skipped);
    return true;
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#wake?.(null);
    this.#wake = null;
    this.#onClose(this);
  }
}

function* batchesOf(lines: readonly LogLine[]): Generator<readonly LogLine[]> {
  for (let at = 0; at < lines.length; at += BATCH) yield lines.slice(at, at + BATCH);
}

/**
 * Each batch in order of time, the newest batch first. Lines of the same time stay together, because nothing else gives
 * their order.
 */
function* newestBatchesOf(lines: readonly LogLine[]): Generator<readonly LogLine[]> {
  for (let end = lines.length; end > 0; ) {
    let from = Math.max(0, end - BATCH);
    while (from > 0 && lines[from - 1]?.at === lines[from]?.at) from -= 1;
    yield lines.slice(from, end);
    end = from;
  }
}
