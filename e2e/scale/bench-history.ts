import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { buildConsole } from './build-console';
import { BurstRecords } from './burst-records';
import { launchChromium, windowOf } from './chromium';
import { MarkedScreen } from './marked-screen';
import { percentilesOf } from './percentiles';
import { Report } from './report';
import { MARKER } from './screens';
import { SeededConsole } from './seeded-console';
import type { Burst } from './task-burst';
import { until } from './until';

const { values: options } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    services: { type: 'string', default: '500' },
    tasks: { type: 'string', default: '10000' },
    burst: { type: 'string', default: '5000' },
    over: { type: 'string', default: '2000' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '7' },
    out: { type: 'string' },
    /** Both consoles write a profile of their processor time into this folder. */
    profile: { type: 'string' },
  },
});
const swarm = {
  seed: Number(options.seed),
  nodes: Number(options.nodes),
  services: Number(options.services),
  tasks: Number(options.tasks),
};
const order = { tasks: Number(options.burst), overMs: Number(options.over) };
const rounds = Number(options.rounds ?? (options.quick ? 2 : 8));
/** About twenty a second, in step with nothing. */
const MARK_EVERY_MS = 47;
const QUIET_MS = 2000;
const LEAST_AFTER_MS = 2000;

/** A console with or without the history, and the screen that somebody looks at. */
interface Side {
  console: SeededConsole;
  screen: MarkedScreen;
  records: BurstRecords;
}

interface Round {
  /** Change → DOM in ms, of the markers made before, during and after the burst. */
  quiet: number[];
  burst: number[];
  after: number[];
  publishedMs: number;
  /** From the last event until all of them are in the database. */
  writtenMs: number;
  states: number;
  lost: number;
  delayMs: number;
}

const report = new Report(`npm run bench:history -- ${process.argv.slice(2).join(' ')}`.trim(), options.out);
await report.during(async (ends) => {
  const entry = await buildConsole();
  const browser = await launchChromium();
  ends.push(() => browser.close());
  const sideOf = async (history?: false) => {
    const side = await startSide(entry, browser, ends, history);
    if (history !== false)
      await until('the tasks that are there to be written', async () => side.records.tasks() >= swarm.tasks);
    return side;
  };
  const written = await sideOf();
  const unwritten = await sideOf(false);
  report.figure('swarm', { nodes: swarm.nodes, services: swarm.services, tasks: swarm.tasks });
  report.figure('a burst', { tasks: order.tasks, events: order.tasks * 3, overMs: order.overMs });

  const withHistory: Round[] = [];
  const without: Round[] = [];
  // The first of each is not counted: code that runs for the first time is slow on both sides.
  for (let round = 0; round <= rounds; round++) {
    const counted = await playWritten(written);
    const compared = await playUnwritten(unwritten, counted.writtenMs);
    if (round === 0) continue;
    withHistory.push(counted);
    without.push(compared);
  }
  if (unwritten.records.tasks() > 0) throw new Error('the console without a history has written one');
  printResult(withHistory, without);
});

async function startSide(
  entry: string,
  browser: Browser,
  ends: (() => Promise<unknown> | unknown)[],
  history?: false,
): Promise<Side> {
  const profile = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
  const { console, markerService } = await SeededConsole.start(entry, { ...swarm, history }, profile);
  ends.push(() => console.end());
  const records = new BurstRecords(console.dataDir);
  ends.push(() => records.close());
  const context = await windowOf(browser, console.url, await console.admin());
  const screen = await MarkedScreen.open(context, `/services/${markerService}`, MARKER);
  return { console, screen, records };
}

function playWritten(side: Side): Promise<Round> {
  return play(
    side,
    async (burst) => {
      await until('the burst to be written', async () => side.records.rejected(burst) >= order.tasks, 60_000).catch(
        () => undefined,
      );
      const writtenMs = Date.now() - burst.until;
      await sleep(Math.max(0, LEAST_AFTER_MS - writtenMs));
      return writtenMs;
    },
    async (burst) => void (await until('the gone to be written', async () => side.records.gone(burst) >= order.tasks)),
  );
}

/** For as long as it was with the history, with the same looks into the database. */
function playUnwritten(side: Side, writtenMs: number): Promise<Round> {
  return play(
    side,
    async (burst) => {
      const end = burst.until + Math.max(LEAST_AFTER_MS, writtenMs);
      await until('the time after', async () => side.records.rejected(burst) > 0 || Date.now() >= end);
      return 0;
    },
    () => sleep(2000),
  );
}

async function play(
  { console, screen, records }: Side,
  afterwards: (burst: Burst) => Promise<number>,
  forgotten: (burst: Burst) => Promise<unknown>,
): Promise<Round> {
  const { child, markers } = console;
  markers.splice(0);
  child.send({ markEveryMs: MARK_EVERY_MS, what: 'task' });
  await sleep(500);
  const from = Date.now();
  await sleep(QUIET_MS);
  child.send({ resetDelay: true });
  const { burst } = await child.ask({ burst: order }, 'burst');
  const writtenMs = await afterwards(burst);
  const ended = Date.now();
  const { delayMs } = await console.stand();
  child.send({ markEveryMs: 0, what: 'task' });
  await sleep(200);
  await until('the last marker', async () => (await screen.shows()) === String(markers.at(-1)?.number));
  const sighted = await screen.sighted(markers, (await screen.clock()).aheadMs);
  const between = (start: number, end: number) =>
    sighted.filter(({ at }) => at >= start && at < end).map(({ ms }) => ms);
  const round = {
    quiet: between(from, burst.from),
    burst: between(burst.from, burst.until),
    after: between(burst.until, ended),
    publishedMs: burst.until - burst.from,
    writtenMs,
    states: records.states(burst),
    lost: order.tasks - records.rejected(burst),
    delayMs: delayMs.max,
  };
  child.send({ forgetBurst: true });
  await forgotten(burst);
  await sleep(500);
  return round;
}

function printResult(withHistory: readonly Round[], without: readonly Round[]): void {
  const difference = (name: string, timesOf: (round: Round) => number[]): number => {
    const [more, less] = [withHistory, without].map((played) => percentilesOf(played.flatMap(timesOf)));
    report.figure(`change → DOM ${name}, with history (ms)`, more);
    report.figure(`change → DOM ${name}, without (ms)`, less);
    return (more?.p99 ?? Number.NaN) - (less?.p99 ?? Number.NaN);
  };
  difference('in quiet', ({ quiet }) => quiet);
  const during = difference('during the burst', ({ burst }) => burst);
  const after = difference('while the rest is written', ({ after: times }) => times);
  const all = difference('in both', ({ burst, after: times }) => [...burst, ...times]);
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
  report.figure('rounds, with and without in turn', rounds);
  report.figure(
    'a burst was told in (ms)',
    percentilesOf([...withHistory, ...without].map(({ publishedMs }) => publishedMs)),
  );
  report.figure(
    'all is written after the last event (ms)',
    percentilesOf(withHistory.map(({ writtenMs }) => writtenMs)),
  );
  report.figure(
    'server event loop late at most, with history (ms)',
    percentilesOf(withHistory.map(({ delayMs }) => delayMs)),
  );
  report.figure('server event loop late at most, without (ms)', percentilesOf(without.map(({ delayMs }) => delayMs)));
  report.figure('in the database', {
    finalStates: sum(withHistory.map(({ lost }) => order.tasks - lost)),
    ofTasks: order.tasks * rounds,
    states: sum(withHistory.map(({ states }) => states)),
    ofEvents: order.tasks * 3 * rounds,
  });
  report.atMost('p99 with history minus without, burst and writing', all, 50, 'ms');
  report.atMost('p99 with history minus without, the burst alone', during, 50, 'ms');
  report.atMost('p99 with history minus without, the writing after it', after, 50, 'ms');
  report.atMost('final states lost', sum(withHistory.map(({ lost }) => lost)), 0, '');
}
