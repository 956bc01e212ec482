import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { type Change, latenciesOf } from './latencies';
import { LiveConsole, shown } from './live-console';
import type { LiveSwarm } from './live-swarm';
import { now } from './now';
import { type Percentiles, percentilesOf } from './percentiles';
import { ProcessMeter } from './process-meter';
import { ALL_TASKS, nodesOfList, pendingOf } from './screens';

export interface Burst {
  created: number;
  /** ms from the engine's answer until it lists them all itself. */
  engineMs: number;
  servicesScreenMs: number;
  tasksScreenMs: number;
  changesMeanwhile: Percentiles;
  changesAfterwards: Percentiles;
  server: { rssMb: number; mostRssMb: number; cpuPercent: number };
}

/**
 * So many tasks created at once beside those that are there: until the screens show them all, and changes meanwhile.
 */
export async function measureBurst(browser: Browser, swarm: LiveSwarm, before: number, more: number): Promise<Burst> {
  const console = await LiveConsole.start(browser, swarm.endpoints());
  const meter = new ProcessMeter(console.process.pid);
  try {
    const services = await console.open('/services', pendingOf('pending'));
    const tasks = await console.open('/tasks', ALL_TASKS);
    const nodes = await console.open('/nodes', nodesOfList('w1', 'burst', []));
    await shown(services, 'the pending tasks that are there', ({ value }) => Number(value) === before, 0);
    const there = Number((await tasks.noted()).at(-1)?.value);
    meter.restart();
    let number = 0;
    const changesFor = async (seconds: number): Promise<Percentiles> => {
      const changes: Change[] = [];
      for (const end = now() + seconds * 1000; now() < end; ) {
        changes.push(await swarm.acts.changeNode(swarm.nodeId('w1'), ++number, 'burst'));
        await sleep(100 + Math.random() * 100);
      }
      await shown(nodes, 'the last label', ({ value }) => Number(value.split(' ')[0]) === number, 0);
      const seen = (await nodes.noted()).map(({ value, at }) => ({ number: Number(value.split(' ')[0]), at }));
      return percentilesOf(latenciesOf(changes, seen));
    };
    const begun = now();
    const [engineMs, changesMeanwhile, servicesScreenMs, tasksScreenMs] = await Promise.all([
      swarm.pending(before + more),
      changesFor(6),
      shown(
        services,
        'all pending tasks on the services screen',
        ({ value }) => Number(value) === before + more,
        begun,
      ),
      shown(tasks, 'all tasks on the tasks screen', ({ value }) => Number(value) >= there + more, begun),
    ]);
    return {
      created: more,
      engineMs,
      servicesScreenMs,
      tasksScreenMs,
      changesMeanwhile,
      changesAfterwards: await changesFor(6),
      server: meter.read(),
    };
  } finally {
    meter.stop();
    await console.dispose();
  }
}
