import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { start } from '../../lib/server/start';
import type { ConsoleOptions, ToBench, ToConsole } from './console-messages';
import { RemoteFeed } from './remote-feed';

/** The console with a seeded feed in place of a swarm; the benchmark that has started it tells it what to do. */
const { history, ...swarm } = JSON.parse(process.argv[2] ?? '{}') as ConsoleOptions;
const feed = new RemoteFeed(swarm);
const send = (message: ToBench): void => void process.send?.(message);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
let gcMs = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gcMs += duration;
}).observe({ entryTypes: ['gc'] });
feed.onMarker = (marker) => send({ marker });
feed.onBurst = (burst) => send({ burst });
const delay = monitorEventLoopDelay({ resolution: 5 });

process.on('message', (message: ToConsole) => {
  if ('run' in message) feed.run(message.run);
  if ('markEveryMs' in message) feed.mark(message.markEveryMs, message.what);
  if ('burst' in message) feed.burst(message.burst);
  if ('forgetBurst' in message) feed.forgetBurst();
  if ('resetDelay' in message) delay.reset();
  if ('collect' in message) collect();
  if ('stand' in message)
    send({
      stand: {
        published: feed.published,
        delayMs: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
        memory: process.memoryUsage(),
        gcMs,
      },
    });
});
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

const { markerService } = await feed.born();
/** The browsers of a benchmark have one session together. */
const EACH = 5000;
const socketLimits = { all: EACH, session: EACH, person: EACH, address: EACH, strangers: 32 };
await start({ feed, history, socketLimits });
delay.enable();
send({ ready: { markerService, sourcePid: feed.sourcePid } });
