import type { TaskId } from '#lib/domain/ids';
import { pause } from '#lib/limits/pause';
import type { Log } from '#lib/ports/log';
import type { TaskHistory } from '#lib/ports/task-history';
import type { LiveState } from './live-state';

interface Options {
  history: Pick<TaskHistory, 'running'>;
  live: LiveState;
  log: Log;
}

const PAGE = 1000;
const REST_MS = 4;
const RETRY_MS = 5000;

/**
 * Restores from the history, once the picture is live, since when tasks run: the engine dates running tasks to the last
 * change of leaders, and this process did not see them start. Every console does it without a lease, because it only
 * reads.
 */
export class RecallStarts {
  readonly #options: Options;
  readonly #end = new AbortController();
  #stopListening: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    const { live } = this.#options;
    const begin = () => {
      if (live.status().phase !== 'live') return;
      this.#stopListening();
      this.#work = this.#recall();
    };
    this.#stopListening = live.onChange(begin);
    begin();
  }

  async stop(): Promise<void> {
    this.#stopListening();
    this.#end.abort();
    await this.#work;
  }

  async #recall(): Promise<void> {
    const { history, live, log } = this.#options;
    const { signal } = this.#end;
    for (let after: TaskId | null = null; !signal.aborted; ) {
      try {
        const page = await history.running(after, PAGE);
        live.recall(new Map(page.map(({ id, since }) => [id, new Date(since).toISOString()])));
        const last = page.at(-1);
        if (!last || page.length < PAGE) return;
        after = last.id;
        await pause(REST_MS, signal);
      } catch (err) {
        log.warn({ err }, 'since when tasks run could not be read; it is read again');
        await pause(RETRY_MS, signal);
      }
    }
  }
}
