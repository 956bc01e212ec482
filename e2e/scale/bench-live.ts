import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { launchChromium } from './chromium';
import { measureBurst } from './live-burst';
import { LiveConsole } from './live-console';
import { CostBench, engineAlone, medianOf, type Windows } from './live-costs';
import { LatencyBench, NUMBERED_LABELS, type Pace, type Times } from './live-latency';
import { measureLogs } from './live-logs';
import { LiveSwarm } from './live-swarm';
import { percentilesOf } from './percentiles';
import { Pollers } from './pollers';
import { loadAverage } from './process-meter';
import { print, Report } from './report';

const { values: options } = parseArgs({
  options: {
    /** Pending tasks on the swarm, one run after the other. */
    pending: { type: 'string' },
    parts: { type: 'string', default: 'latency,costs,burst,logs' },
    /** So many created at once, beside the most pending ones. */
    burst: { type: 'string', default: '5000' },
    /** For development: few changes, short windows, 5 pending tasks if not said otherwise, a small burst. */
    quick: { type: 'boolean', default: false },
    lab: { type: 'string', default: 'bench' },
    out: { type: 'string' },
    /** The watching console of the latencies writes a profile of its processor time into this folder. */
    profile: { type: 'string' },
    feeds: { type: 'string', default: 'push,polling' },
  },
});
const { quick } = options;
const sizes = (options.pending ?? (quick ? '5' : '5,5000')).split(',').map(Number);
const sections = options.parts.split(',');
const feeds = (['push', 'polling'] as const).filter((feed) => options.feeds.split(',').includes(feed));
const burst = quick ? Math.min(200, Number(options.burst)) : Number(options.burst);
const windows: Windows = quick
  ? { idleSeconds: 6, churnSeconds: 4, browsers: 50, kills: 2 }
  : { idleSeconds: 60, churnSeconds: 10, browsers: 200, kills: 8 };
const POLLERS = [1000, 5000];
/** Lists that the console reads once a minute: secrets, configs, networks. */
const LOOK = 3;

const paceAt = (pending: number): Pace => {
  // An availability rewrites every pending task, which takes the engine a while.
  const availabilityEveryMs = pending > 1000 ? 1000 : 350;
  if (quick) return { changes: 5, everyMs: 300, availabilityEveryMs, deaths: 3 };
  return { changes: 36, everyMs: 350, availabilityEveryMs, deaths: 20 };
};

const report = new Report(`npm run bench:live -- ${process.argv.slice(2).join(' ')}`.trim(), options.out);
await report.during(async (ends) => {
  const browser = await launchChromium();
  ends.push(() => browser.close());
  const swarm = await LiveSwarm.up(options.lab, windows.kills * sizes.length);
  ends.push(() => swarm.lab.down());
  for (const pending of sizes) {
    print(`${pending} pending tasks; load average ${loadAverage()}`);
    await swarm.pending(pending);
    if (sections.includes('latency')) await latency(browser, swarm, pending);
    if (sections.includes('costs')) await costs(browser, swarm, pending);
  }
  if (sections.includes('logs')) {
    const { scrolling, ...result } = await measureLogs(browser, swarm);
    report.figure('logs of ten tasks', result);
    report.figure('logs scrolled by the wheel for 5 s, while lines come', scrolling);
  }
  const most = sizes.at(-1) ?? 0;
  if (!sections.includes('burst') || (most < 1000 && !quick)) return;
  const result = await measureBurst(browser, swarm, most, burst);
  report.figure(`a burst of ${burst} tasks beside ${most}`, result);
});

async function latency(browser: Browser, swarm: LiveSwarm, pending: number): Promise<void> {
  const pollers = new Pollers({
    socket: swarm.lab.node('m1').socket,
    everyMs: POLLERS,
    labels: NUMBERED_LABELS,
    scaled: swarm.services.scaled,
  });
  try {
    const bench = new LatencyBench(swarm, pollers);
    for (const feed of feeds) {
      const profiled = feed === 'push' && options.profile !== undefined;
      const console = await LiveConsole.start(
        browser,
        swarm.endpoints(feed === 'push' ? '' : '?control=none'),
        profiled ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [],
      );
      try {
        const { screen, polled } = await bench.measure(console, paceAt(pending));
        const at = `${pending} pending`;
        const mine = feed === 'push' ? 'Watch' : 'polling feed';
        printTimes(`${mine}, ${at}`, screen);
        for (const [everyMs, times] of polled)
          printTimes(`${everyMs / 1000} s poller beside the ${mine}, ${at}`, times);
        const own = percentilesOf(changesOf(screen));
        const peer = percentilesOf(changesOf(polled.get(1000) as Times));
        report.figure(`times quicker than the 1 s poller, ${mine}, ${at}`, {
          median: peer.p50 / own.p50,
          p95: peer.p95 / own.p95,
        });
        if (feed === 'push') {
          report.atMost(`change → DOM with Watch, ${at}, median`, own.p50, 30, 'ms');
          report.atMost(`change → DOM with Watch, ${at}, p95`, own.p95, 100, 'ms');
          report.atLeast(`quicker than the 1 s poller at the median, ${at}`, peer.p50 / own.p50, 10, 'times');
        }
      } finally {
        await console.dispose();
      }
    }
  } finally {
    await pollers.end();
  }
}

function changesOf({ label, availability, scale }: Times): number[] {
  return [...label, ...availability, ...scale];
}

function printTimes(who: string, times: Times): void {
  report.figure(`change → seen, ${who} (ms)`, percentilesOf(changesOf(times)));
  for (const kind of ['label', 'availability', 'scale'] as const)
    report.figure(`${kind} → seen, ${who} (ms)`, percentilesOf(times[kind]));
  report.figure(`death → seen, ${who} (ms)`, percentilesOf(times.death));
}

async function costs(browser: Browser, swarm: LiveSwarm, pending: number): Promise<void> {
  const at = `${pending} pending`;
  report.figure(`engines alone, ${at} (% of a core)`, await engineAlone(swarm, Math.min(8, windows.churnSeconds)));
  for (const feed of feeds) {
    const bench = await CostBench.start(browser, swarm, feed);
    const mine = feed === 'push' ? 'Watch' : 'polling feed';
    try {
      const many = feed === 'push' ? windows : { ...windows, idleSeconds: Math.min(10, windows.idleSeconds) };
      const measured = await bench.measure(many);
      for (const [count, by] of [
        [1, measured.one],
        [windows.browsers, measured.many],
      ] as const)
        for (const when of ['idle', 'churn'] as const)
          report.figure(`cost, ${mine}, ${at}, browsers ${count}, ${when}`, by[when]);
      report.figure(`to a browser at rest, ${mine}, ${at}`, measured.rest);
      if (feed === 'polling') continue;
      const { failed, created } = await bench.changeBytes(windows.kills);
      for (const [what, bytes] of Object.entries({ failed, created }))
        report.figure(`bytes for a task that is ${what}, medians, ${at}`, {
          overview: medianOf(bytes.overview),
          overviewLargestFrame: medianOf(bytes.largestOfOverview),
          service: medianOf(bytes.service),
          serviceLargestFrame: medianOf(bytes.largestOfService),
          newsOfTheAct: medianOf(bytes.act),
        });
      for (const when of ['idle', 'churn'] as const) {
        const [one, all] = [measured.one[when], measured.many[when]];
        // The look at what no feed tells of comes once a minute: it falls into one window and not into another.
        const within = Math.max(one.requestsAMinute / 10, (LOOK * 60) / one.seconds);
        report.atMost(
          `engine requests a minute, ${windows.browsers} browsers more than 1, ${when}, ${at}`,
          all.requestsAMinute - one.requestsAMinute,
          within,
          'more',
        );
      }
      report.atMost(`to a browser at rest beside heartbeats, ${at}`, measured.rest.otherBytesAMinute, 0, 'bytes/min');
      const most = (of: 'largestOfOverview' | 'largestOfService') =>
        Math.max(medianOf(failed[of]), medianOf(created[of]));
      report.atMost(`one task's change to the overview, ${at}`, most('largestOfOverview'), 600, 'bytes');
      report.atMost(`one task's change to its service's topic, ${at}`, most('largestOfService'), 600, 'bytes');
    } finally {
      await bench.end();
    }
  }
}
