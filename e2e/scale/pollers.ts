import { Child } from './child';
import type { Sight } from './latencies';
import type { FromPoller, Polled, PollOrder } from './poller-messages';
import { until } from './until';

/** Consoles that poll whole lists, beside ours, in a process of their own. */
export class Pollers {
  readonly everyMs: readonly number[];
  readonly #child = new Child<FromPoller, PollOrder>(['--import', 'tsx', 'e2e/scale/poller.ts']);
  readonly #polled: Polled[] = [];
  readonly #failed: { everyMs: number; at: number; id: string }[] = [];

  constructor(order: PollOrder) {
    this.everyMs = order.everyMs;
    this.#child.listen((message) => {
      if ('polled' in message) this.#polled.push(message.polled);
      else this.#failed.push(message.failedTask);
    });
    this.#child.send(order);
  }

  sightsOf(everyMs: number, what: string): Sight[] {
    return this.#polled.filter((each) => each.everyMs === everyMs && each.what === what);
  }

  /** Waits until all of them show this number now. */
  async haveSeen(what: string, number: number): Promise<void> {
    await until(`the pollers to see ${what} ${number}`, async () =>
      this.everyMs.every((every) => this.sightsOf(every, what).at(-1)?.number === number),
    );
  }

  /** When each of these tasks was seen failed; the order of the tasks gives the numbers. */
  failuresOf(everyMs: number, tasks: readonly string[]): Sight[] {
    return this.#failed
      .filter((each) => each.everyMs === everyMs && tasks.includes(each.id))
      .map(({ id, at }) => ({ number: tasks.indexOf(id) + 1, at }));
  }

  end = (): Promise<void> => this.#child.end();
}
