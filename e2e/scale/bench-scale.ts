import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildConsole } from './build-console';
import { Child } from './child';
import { firstSight, launchChromium, type Reader, type StorageState, windowOf } from './chromium';
import { LiveSocket } from './live-socket';
import type { FromLoad, LoadOrder } from './load-messages';
import { MarkedScreen } from './marked-screen';
import { percentilesOf } from './percentiles';
import { ProcessMeter } from './process-meter';
import { print, Report } from './report';
import { DRAINED_WORKERS, HIVE_CELLS, labelOfFirstNode, MARKER, OVERVIEW_NUMBERS, TASK_ROWS } from './screens';
import { scroll } from './scrolling';
import { SeededConsole } from './seeded-console';
import { drainedAt, MARKER_LABEL, type Marked } from './seeded-feed';
import { until } from './until';

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    nodes: { type: 'string', default: '1000' },
    services: { type: 'string', default: '500' },
    rate: { type: 'string', default: '500' },
    clients: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '65' },
    trials: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string' },
    /** The console writes a profile of its processor time into this folder. */
    profile: { type: 'string' },
    /** Further flags for the console's Node, beside those of npm start. */
    node: { type: 'string', default: '' },
  },
});
const size = { nodes: Number(options.nodes), services: Number(options.services), tasks: Number(options.tasks) };
const seconds = Number(options.seconds);
const clients = Number(options.clients);
const trials = Number(options.trials);
/** So many in the time on the overview that a 99th percentile is one. */
const MARK_EVERY_MS = 200;

const report = new Report(`npm run bench:scale -- ${process.argv.slice(2).join(' ')}`.trim(), options.out);
const ends: (() => Promise<unknown> | unknown)[] = [];
await report.during(async (all) => {
  all.push(async () => {
    for (const end of ends.reverse()) await end();
  });
  await bench();
});

async function bench(): Promise<void> {
  const profile = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
  const flags = [...options.node.split(' ').filter(Boolean), ...profile];
  const feed = { seed: Number(options.seed), ...size };
  const { console, markerService, sourcePid, readyMs } = await SeededConsole.start(await buildConsole(), feed, flags);
  ends.push(() => console.end());
  report.figure('server ready (ms)', readyMs);
  const { url, child, markers } = console;
  const storageState = await console.admin();
  const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const server = new ProcessMeter(child.pid);
  ends.push(() => server.stop());
  const source = new ProcessMeter(sourcePid);
  ends.push(() => source.stop());
  const stand = () => console.stand();
  report.figure('swarm', size);
  report.figure('server at rest', { rssMb: server.read().rssMb });

  const browser = await launchChromium();
  ends.push(() => browser.close());
  const screens: [string, string, Reader][] = [
    ['overview', '/', OVERVIEW_NUMBERS],
    ['tasks', '/tasks', TASK_ROWS],
    ['hive', '/hive', HIVE_CELLS],
  ];
  const reachable: typeof screens = [];
  for (const screen of screens)
    await firstSight(browser, url, storageState, screen[1], screen[2]).then(
      () => reachable.push(screen),
      (error: Error) => print(`${screen[0]} does not come: ${error.message.split('\n')[0]}`),
    );
  const firstScreens = async (when: string) => {
    const all: Record<string, ReturnType<typeof percentilesOf>> = {};
    for (const [name, path, reader] of reachable) {
      const times: number[] = [];
      for (let trial = 0; trial < trials; trial++)
        times.push(await firstSight(browser, url, storageState, path, reader));
      all[name] = percentilesOf(times);
      report.figure(`first useful screen, ${when}: ${name} (ms)`, all[name]);
    }
    return all;
  };
  await firstScreens('nobody else there');

  const first = await firstState(url, cookie);
  report.figure('first state of the overview (bytes on the wire)', first);

  const load = new Child<FromLoad, LoadOrder | { report: true }>(['--import', 'tsx', 'e2e/scale/load.ts']);
  ends.push(() => load.end());
  const generator = new ProcessMeter(load.pid);
  ends.push(() => generator.stop());
  const browsers = topicsOfBrowsers(clients, await servicesOf(url, storageState, markerService));
  const failed = load.messageWith('failed', 3_600_000).then(({ failed: why }) => Promise.reject(new Error(why)));
  failed.catch(() => undefined);
  load.send({ url, cookies: [cookie], browsers, aSecond: 100 });
  const connected = await Promise.race([load.messageWith('connected', 900_000), failed]);
  report.figure('clients', connected);

  child.send({ run: Number(options.rate) });
  child.send({ markEveryMs: MARK_EVERY_MS, what: 'workers' });
  await sleep(5000);

  const context = await windowOf(browser, url, storageState);
  const shown = async (name: string, path: string, reader: Reader, what: Marked, forSeconds: number) => {
    child.send({ markEveryMs: MARK_EVERY_MS, what });
    const screen = await MarkedScreen.open(context, path, reader);
    const clock = await screen.clock();
    const from = Date.now();
    await sleep(forSeconds * 1000);
    const ended = Date.now();
    // One that came in the middle of a window may be seen after its end: it is counted, one that came at its end is
    // not.
    const made = markers.filter(({ at }) => at >= from && at < ended - 3000);
    const sighted = await screen.sighted(made, clock.aheadMs, what === 'workers' ? drainedAt : undefined);
    const times = sighted.map(({ ms }) => ms);
    await screen.close();
    report.figure(`change → DOM, ${name} (ms)`, {
      ...percentilesOf(times),
      made: made.length,
      clockWithinMs: clock.withinMs,
    });
    return percentilesOf(times);
  };

  const before = (await load.ask({ report: true }, 'traffic')).traffic;
  const publishedBefore = (await stand()).published;
  child.send({ resetDelay: true });
  server.restart();
  generator.restart();
  source.restart();
  const gcBefore = (await stand()).gcMs;
  const began = performance.now();
  const overview = await shown('overview', '/', DRAINED_WORKERS, 'workers', seconds);
  const elapsed = (performance.now() - began) / 1000;
  const after = (await load.ask({ report: true }, 'traffic')).traffic;
  const then = await stand();
  const cost = server.read();
  report.figure('task changes a second', (then.published - publishedBefore) / elapsed);
  report.figure('server', { ...cost, heapMb: then.memory.heapUsed / 1e6, externalMb: then.memory.external / 1e6 });
  report.figure('server, time in which it collects garbage (%)', (then.gcMs - gcBefore) / elapsed / 10);
  report.figure('seeded swarm, a process of its own', source.read());
  report.figure('server event loop late by (ms)', then.delayMs);
  report.figure('load generator', generator.read());
  report.figure('to a client', {
    framesASecond: (after.frames - before.frames) / clients / elapsed,
    bytesASecond: (after.bytes - before.bytes) / clients / elapsed,
  });
  report.figure('clients that were closed', { count: after.closed, why: after.why });

  const aside = Math.max(10, seconds / 3);
  const others = [await shown('nodes', '/nodes', labelOfFirstNode(MARKER_LABEL), 'label', aside)];
  others.push(await shown('a service', `/services/${markerService}`, MARKER, 'task', aside));
  if (reachable.some(([name]) => name === 'tasks'))
    others.push(await shown('tasks', `/tasks?service=${markerService}`, MARKER, 'task', aside));
  const firsts = await firstScreens('under load');

  const scrolled = async (name: string, path: string, firstRow: string) => {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    await page.goto(path, { waitUntil: 'commit' });
    await page.locator(firstRow).first().waitFor();
    await sleep(2000);
    const scrolling = await scroll(page, 5);
    report.figure(`${name} screen scrolled by the wheel for 5 s under load`, scrolling);
    await page.close();
    return scrolling.fps;
  };
  if (reachable.some(([name]) => name === 'tasks')) {
    const fps = await scrolled('tasks', '/tasks', 'main table tbody tr[data-index]');
    report.atLeast('tasks screen scrolls, frames a second', fps, 50, 'fps');
  }
  for (const name of ['nodes', 'services']) await scrolled(name, `/${name}`, 'main table tbody a');
  const last = await stand();
  const most = server.read().mostRssMb;
  report.figure('server at the end', { ...server.read(), heapMb: last.memory.heapUsed / 1e6 });
  child.send({ collect: true });
  const collected = (await stand()).memory;
  report.figure('what of it is in use (after a full collection)', {
    heapMb: collected.heapUsed / 1e6,
    rssMb: collected.rss / 1e6,
  });

  const within = size.tasks > 10_000 ? 3000 : 1500;
  for (const [name, { p50 }] of Object.entries(firsts))
    report.atMost(`first useful screen under load, ${name}, median`, p50, within, 'ms');
  report.atMost('first state of the overview, compressed', first.bytes / 1000, 300, 'kB');
  report.atMost('server, most memory (RSS)', most, 600, 'MB');
  report.atMost('change → DOM on the overview, p99', overview.p99, 500, 'ms');
  report.atMost(
    'change → DOM on nodes, a service and tasks, worst p99',
    Math.max(...others.map(({ p99 }) => p99)),
    500,
    'ms',
  );
}

/** What a browser is sent that opens the overview: the frames of its topic until they are whole. */
async function firstState(url: string, cookie: string): Promise<{ bytes: number; frames: number; ms: number }> {
  const socket = new LiveSocket(['cluster']);
  socket.keepsFrames = true;
  await socket.connect(url, cookie);
  const begun = Date.now();
  await until('the first state', async () => socket.kept.some(({ event }) => event.includes('"cluster"')));
  await sleep(3000);
  socket.close();
  const first = socket.kept.findIndex(({ event }) => event.includes('"cluster"'));
  const frames = socket.kept.slice(first, first + (socket.kept[first]?.event.startsWith('45') ? 2 : 1));
  return {
    bytes: frames.reduce((sum, { bytes }) => sum + bytes, 0),
    frames: frames.length,
    ms: (frames.at(-1)?.at ?? Number.NaN) - begun,
  };
}

/** Ids of services, as the services screen links to them. */
async function servicesOf(url: string, storageState: StorageState, marker: string): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const page = await (await windowOf(browser, url, storageState)).newPage();
    page.setDefaultTimeout(0);
    await page.goto('/services', { waitUntil: 'commit' });
    await page.locator('main table tbody a').first().waitFor();
    const links = await page
      .locator('main table tbody a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    return [marker, ...links.map((link) => link.split('/').at(-1) ?? '')];
  } finally {
    await browser.close();
  }
}

/** 80 of 100 look at the overview, 15 at a service, 5 at tasks by the default query or by one of ten others. */
function topicsOfBrowsers(count: number, services: readonly string[]): string[][] {
  const queries = ['', '', '', 'state=failed', 'state=pending', 'state=running', 'group=error', 'sort=-since'];
  const ofService = (index: number) => services[index % Math.min(services.length, 30)] as string;
  return Array.from({ length: count }, (_, index) => {
    const place = index % 20;
    if (place < 16) return ['cluster'];
    if (place < 19) return ['cluster', `service/${ofService(index)}`];
    const turn = Math.floor(index / 20);
    const query = turn % 10 < queries.length ? (queries[turn % 10] as string) : `service=${ofService(turn)}`;
    return ['cluster', `tasks?${query}`, `rows/0?${query}`];
  });
}
