import { getEventListeners } from 'node:events';
import { cpuUsage } from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeEngine } from './testing/fake-engine';
import { Wire } from './wire';

let engine: FakeEngine;
let wire: Wire;

beforeEach(async () => {
  engine = await FakeEngine.start('m1');
  wire = new Wire(engine.endpoint);
});
afterEach(() => engine.end());

const read = (path: string, deadlineMs = 10_000, signal?: AbortSignal) =>
  wire.ask({ method: 'GET', path, deadlineMs, ...(signal && { signal }) });

/** CPU time of this process, in ms, for a read while this many others are in flight. */
async function costBeside(others: number): Promise<number> {
  engine.on('/hang', 'hang');
  const over = Array.from({ length: others }, () => new AbortController());
  const hanging = over.map(({ signal }) => read('/hang', 60_000, signal).catch(() => undefined));
  while (engine.count('GET', '/hang') < others) await read('/warm');
  const before = cpuUsage();
  for (let index = 0; index < 50; index++) await read('/list');
  const { user, system } = cpuUsage(before);
  for (const each of over) each.abort();
  await Promise.all(hanging);
  engine.requests.splice(0);
  return (user + system) / 1000 / 50;
}

test('a request costs the same beside 48 others in flight as beside none', async () => {
  await costBeside(0);
  const alone = await costBeside(0);
  const beside = await costBeside(48);
  // With the agent visible to docker-modem's util.inspect it was some forty times as much.
  expect(beside).toBeLessThan(4 * alone + 2);
}, 60_000);

test('a stream leaves nothing on the signal that outlives it, whether it was refused, broke or ended', async () => {
  const life = new AbortController();
  const left = () => getEventListeners(life.signal, 'abort').length;
  engine.on('/refused', { status: 403, text: 'no' }).on('/broken', 'break').on('/endless', 'stream');
  expect(await wire.open('/refused', 1000, life.signal)).toMatchObject({ status: 403 });
  expect(left()).toBe(0);
  await expect(wire.open('/broken', 1000, life.signal)).rejects.toMatchObject({ trouble: 'broken' });
  expect(left()).toBe(0);
  const stream = await wire.open('/endless', 1000, life.signal);
  if ('body' in stream) throw new Error('no stream');
  expect(left()).toBe(1);
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.on('error', () => undefined).resume();
  engine.dropListeners();
  await closed;
  expect(left()).toBe(0);
});

test('a refusal whose body never ends is given up at the deadline', async () => {
  engine.on('/refused', { status: 500, endless: true });
  await expect(wire.open('/refused', 300, new AbortController().signal)).rejects.toMatchObject({ trouble: 'late' });
});
