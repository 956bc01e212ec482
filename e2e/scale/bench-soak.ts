import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ConsoleProcess } from '../fixtures/console-process';
import { askEngine } from '../swarm/engine';
import { Lab } from '../swarm/lab';
import { cpuSecondsOf, rssMbOf } from './process-meter';
import { Report } from './report';

const { values: options } = parseArgs({
  options: {
    services: { type: 'string', default: '2080' },
    minutes: { type: 'string', default: '10' },
    lab: { type: 'string', default: 'soak' },
    out: { type: 'string' },
  },
});
const [count, minutes] = [Number(options.services), Number(options.minutes)];
/** Of them at a time: the oldest goes when one more comes. */
const ALIVE = 20;
/**
 * Node makes its heap as large as the work wants in the first of so many parts; what grows after it does not come to
 * rest.
 */
const PARTS = 10;
const WARM = 3;
/** Garbage that waits to be collected comes and goes. */
const FLAT_MB = 12;

const report = new Report(`npm run bench:soak -- ${process.argv.slice(2).join(' ')}`.trim(), options.out);
await report.during(async (ends) => {
  const lab = await Lab.up({ name: options.lab, managers: 1, workers: 1 });
  ends.push(() => lab.down());
  const { socket } = lab.node('m1');
  const console = await ConsoleProcess.start([`unix://${socket}`]);
  ends.push(() => console.dispose());
  const rss: number[] = [];
  const alive: string[] = [];
  const everyMs = (minutes * 60_000) / count;
  const begun = performance.now();
  for (let made = 0; made < count; made += 1) {
    if (made % Math.ceil(count / PARTS) === 0) rss.push(rssMbOf(console.pid));
    alive.push(await create(socket, `soak-${made}`));
    if (alive.length > ALIVE) await askEngine(socket, `/services/${alive.shift()}`, { method: 'DELETE' });
    await pause(Math.max(0, begun + (made + 1) * everyMs - performance.now()));
  }
  for (const id of alive) await askEngine(socket, `/services/${id}`, { method: 'DELETE' });
  rss.push(rssMbOf(console.pid));
  const seconds = (performance.now() - begun) / 1000;
  report.figure('services created and removed', count);
  report.figure('in seconds', seconds);
  report.figure('RSS at each tenth (MB)', rss);
  report.figure('CPU seconds of the console', cpuSecondsOf(console.pid));
  const warm = rss[WARM] ?? Number.NaN;
  report.atMost('RSS at the end over that after three tenths', (rss.at(-1) ?? Number.NaN) - warm, FLAT_MB, 'MB');
});

/** With two tasks that find no node: they come, wait and go as others do, and start no container. */
async function create(socket: string, name: string): Promise<string> {
  const body = {
    Name: name,
    Labels: { round: name },
    Mode: { Replicated: { Replicas: 2 } },
    TaskTemplate: {
      ContainerSpec: { Image: 'app:1', Args: ['run'], Env: [`NAME=${name}`] },
      Placement: { Constraints: ['node.labels.nowhere==yes'] },
    },
  };
  const { ID } = await askEngine<{ ID: string }>(socket, '/services/create', { method: 'POST', body });
  return ID;
}
