import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Docker from 'dockerode';
import { endpointOf } from '../../lib/engines/docker/endpoint';
import { Wire } from '../../lib/engines/docker/wire';
import { percentilesOf } from './percentiles';
import { Report } from './report';

const { values: options } = parseArgs({
  options: { reads: { type: 'string', default: '384' }, out: { type: 'string' } },
});
const reads = Number(options.reads);
const IN_FLIGHT = [1, 16, 64];

const report = new Report(`npm run bench:flight -- ${process.argv.slice(2).join(' ')}`.trim(), options.out);
await report.during(async (ends) => {
  const folder = mkdtempSync(join(tmpdir(), 'swarmdeck-flight-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const socketPath = join(folder, 'docker.sock');
  const engine = fork('e2e/scale/slow-engine.ts', [socketPath, '30'], { execArgv: ['--import', 'tsx'] });
  ends.push(() => engine.kill());
  await once(engine, 'message');
  const health = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  ends.push(() => health.close());
  await once(health, 'listening');
  const url = `http://127.0.0.1:${(health.address() as AddressInfo).port}/healthz`;

  const wire = new Wire(endpointOf(`unix://${socketPath}`));
  const through = {
    console: () => wire.ask({ method: 'GET', path: '/services/web', deadlineMs: 60_000 }),
    plain: plainRead(socketPath),
  };
  const cpu: Record<string, number> = {};
  for (const inFlight of IN_FLIGHT)
    for (const [name, read] of Object.entries(through)) {
      await flight(read, inFlight, inFlight);
      engine.send({ ask: url });
      const before = process.cpuUsage();
      // It would take minutes.
      const done = name === 'plain' ? Math.min(reads, 2 * inFlight) : reads;
      await flight(read, inFlight, done);
      const { user, system } = process.cpuUsage(before);
      const healthz = percentilesOf(await timesOf(engine));
      cpu[`${name} ${inFlight}`] = (user + system) / 1000 / done;
      const words = name === 'plain' ? 'dockerode as it comes' : 'as the console asks';
      report.figure(`CPU a read, ${inFlight} in flight, ${words} (ms)`, cpu[`${name} ${inFlight}`]);
      report.figure(`/healthz beside ${inFlight}, ${words} (ms)`, healthz);
      if (name === 'console' && inFlight === 64)
        report.atMost('/healthz beside 64 in flight, p99', healthz.p99, 50, 'ms');
    }
  report.atMost('CPU a read, 64 in flight over 1', (cpu['console 64'] ?? Number.NaN) / (cpu['console 1'] ?? 1), 2, '×');
  report.atLeast(
    'dockerode as it comes over the console, CPU at 64',
    (cpu['plain 64'] ?? 0) / (cpu['console 64'] ?? 1),
    10,
    '×',
  );
});

/** So many reads, so many of them at a time. */
async function flight(read: () => Promise<unknown>, inFlight: number, all: number): Promise<void> {
  let left = all;
  const one = async () => {
    while (left-- > 0) await read();
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

/** dockerode with a kept agent of its own, as this console used it before. */
function plainRead(socketPath: string): () => Promise<unknown> {
  const { modem } = new Docker({ socketPath });
  Object.assign(modem, { agent: new Agent({ keepAlive: true }) });
  return () =>
    new Promise((resolve, reject) =>
      modem.dial({ method: 'GET', path: '/services/web', statusCodes: { 200: true } }, (error, answer) =>
        error ? reject(error) : resolve(answer),
      ),
    );
}

async function timesOf(engine: ChildProcess): Promise<number[]> {
  const message = once(engine, 'message');
  engine.send({ report: true });
  const [{ times }] = (await message) as [{ times: number[] }];
  return times;
}
