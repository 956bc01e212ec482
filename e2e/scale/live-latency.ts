import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, latenciesOf, numbersOf, type Sight } from './latencies';
import { type LiveConsole, shown } from './live-console';
import { DRAINED, type LiveSwarm } from './live-swarm';
import type { Pollers } from './pollers';
import { COMING_TASKS, nodesOfList, RUNNING_AND_FAILED } from './screens';
import { until } from './until';

export interface Pace {
  /** Changes of each of the three kinds. */
  changes: number;
  /** Between two of them, on average; no change falls into step with a poller. */
  everyMs: number;
  /** Of availability, which rewrites every pending task. */
  availabilityEveryMs: number;
  deaths: number;
}

/**
 * ms from the engine's answer to the sight of it, by what was changed; `null` in `by`: seen on the console's screen.
 */
export type Times = Record<'label' | 'availability' | 'scale' | 'death', number[]>;

const LABEL = 'bench';
const COUNTED = 'counted';
const DYING = 6;
/** A dead task of a slot is remembered so often: until then the number of failures only grows. */
const MOST_DEATHS = DYING * 4;

/** The labels that hold numbers, for the pollers. */
export const NUMBERED_LABELS = [LABEL, COUNTED];

/** Makes changes beside a console and measures when its screen shows them, and when the pollers' answers do. */
export class LatencyBench {
  readonly #swarm: LiveSwarm;
  readonly #pollers: Pollers;
  #number = 0;
  #round = 0;

  constructor(swarm: LiveSwarm, pollers: Pollers) {
    this.#swarm = swarm;
    this.#pollers = pollers;
  }

  /** Times on the screen, and those of each poller. */
  async measure(console: LiveConsole, pace: Pace): Promise<{ screen: Times; polled: Map<number, Times> }> {
    const polled = new Map(this.#pollers.everyMs.map((every) => [every, noTimes()]));
    const screen = noTimes();
    const keep = (
      kind: keyof Times,
      changes: readonly Change[],
      seen: Sight[],
      byPoller: (every: number) => Sight[],
    ) => {
      screen[kind].push(...latenciesOf(changes, seen));
      for (const [every, times] of polled) times[kind].push(...latenciesOf(changes, byPoller(every)));
    };
    await this.#nodes(console, pace, keep);
    await this.#scale(console, pace, keep);
    await this.#deaths(console, Math.min(pace.deaths, MOST_DEATHS), keep);
    return { screen, polled };
  }

  async #nodes(console: LiveConsole, pace: Pace, keep: Keep): Promise<void> {
    const { acts } = this.#swarm;
    const page = await console.open('/nodes', nodesOfList('w1', LABEL, DRAINED));
    const labels: Change[] = [];
    const availabilities: Change[] = [];
    for (let turn = 0; turn < pace.changes * 2; turn++) {
      const isLabel = turn % 2 === 0;
      await sleep((isLabel ? pace.everyMs : pace.availabilityEveryMs) * (0.5 + Math.random()));
      this.#number += 1;
      if (isLabel) labels.push(await acts.changeNode(this.#swarm.nodeId('w1'), this.#number, LABEL));
      else {
        // One bit another: a node is drained or given back.
        const index = changedBit(availabilities.length);
        const drain = bitsAt(availabilities.length + 1) & (1 << index);
        const node = this.#swarm.nodeId(DRAINED[index] as string);
        availabilities.push(await acts.changeNode(node, this.#number, COUNTED, drain ? 'drain' : 'active'));
      }
    }
    const last = availabilities.at(-1)?.number ?? 0;
    const end = `${labels.at(-1)?.number} ${bitsAt(availabilities.length)}`;
    await until('the last label and availability', async () => (await page.noted()).at(-1)?.value === end);
    await this.#pollers.haveSeen(COUNTED, last);
    const noted = (await page.noted()).map(({ value, at }) => ({ parts: value.split(' ').map(Number), at }));
    keep(
      'label',
      labels,
      noted.map(({ parts: values, at }) => ({ number: values[0] ?? 0, at })),
      (every) => this.#pollers.sightsOf(every, LABEL),
    );
    const orders = new Map(availabilities.map(({ number }, index) => [number, index + 1]));
    keep(
      'availability',
      availabilities,
      numbersOf(
        availabilities,
        noted.map(({ parts: values, at }) => ({ state: values[1] ?? 0, at })),
        (number) => bitsAt(orders.get(number) ?? 0),
      ),
      (every) => this.#pollers.sightsOf(every, COUNTED),
    );
    await page.page.close();
    for (const name of DRAINED) {
      this.#number += 1;
      await acts.changeNode(this.#swarm.nodeId(name), this.#number, COUNTED, 'active');
    }
  }

  async #scale(console: LiveConsole, pace: Pace, keep: Keep): Promise<void> {
    const { acts, services } = this.#swarm;
    const page = await console.open(`/services/${services.scaled}`, COMING_TASKS);
    const changes: Change[] = [];
    await this.#pollers.haveSeen('tasks', 1);
    for (let replicas = 2; replicas < pace.changes + 2; replicas++) {
      await sleep(pace.everyMs * (0.5 + Math.random()));
      changes.push(await acts.scale(services.scaled, replicas));
    }
    const last = pace.changes + 1;
    await shown(page, 'the last task', ({ value }) => Number(value) === last, 0);
    await this.#pollers.haveSeen('tasks', last);
    const seen = (await page.noted()).map(({ value, at }) => ({ number: Number(value), at }));
    keep('scale', changes, seen, (every) => this.#pollers.sightsOf(every, 'tasks'));
    await page.page.close();
    await acts.scale(services.scaled, 1);
  }

  async #deaths(console: LiveConsole, count: number, keep: Keep): Promise<void> {
    const { acts } = this.#swarm;
    this.#round += 1;
    const service = await this.#swarm.dying(`dying-${this.#round}`, DYING);
    const page = await console.open(`/services/${service}`, RUNNING_AND_FAILED);
    const deaths: Change[] = [];
    const dead: string[] = [];
    while (deaths.length < count) {
      await sleep(500 + Math.random() * 1000);
      // In turn, by slot: none dies more often than is remembered.
      const running = await acts.running(service);
      const task = running.find(({ Slot }) => Slot === (deaths.length % DYING) + 1) ?? null;
      const death = task && acts.killTask(task, deaths.length + 1);
      if (!death) continue;
      deaths.push(death);
      dead.push(task.ID);
    }
    await shown(page, 'the last death', ({ value }) => Number(value.split(' ')[1]) >= count, 0);
    const seen = (await page.noted()).map(({ value, at }) => ({ number: Number(value.split(' ')[1]), at }));
    await sleep(Math.max(...this.#pollers.everyMs) + 500);
    keep('death', deaths, seen, (every) => this.#pollers.failuresOf(every, dead));
    await page.page.close();
    await this.#swarm.lab.docker('m1', ['service', 'rm', service]);
  }
}

type Keep = (
  kind: keyof Times,
  changes: readonly Change[],
  seen: Sight[],
  byPoller: (everyMs: number) => Sight[],
) => void;

const noTimes = (): Times => ({ label: [], availability: [], scale: [], death: [] });

/** Which of the nodes are drained after so many changes: Gray's code, so that each changes one. */
const bitsAt = (changes: number): number => {
  const place = changes % (1 << DRAINED.length);
  return place ^ (place >> 1);
};
const changedBit = (changes: number): number => Math.log2(bitsAt(changes) ^ bitsAt(changes + 1));
