import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '#lib/domain/cluster/cluster';
import type { ServiceId } from '#lib/domain/ids';
import type { LogLine } from '#lib/domain/log/log-line';
import type { LivePicture } from '#lib/ports/container';
import type { LogNews, LogViewer } from '#lib/ports/task-logs';
import { behaviour } from '../../../../e2e/swarm/behaviour';
import { Lab } from '../../../../e2e/swarm/lab';
import { Managers } from '../managers';
import { DockerReads } from '../reads';
import { managersOf } from '../testing/lab-stage';
import { quietLog } from '../testing/quiet-log';
import { LogHub } from './log-hub';

const clock = { now: () => Date.now() };
const untold = { failed: () => undefined, silent: () => undefined };

let lab: Lab;
let hub: LogHub;
let managers: Managers;
let looking: NodeJS.Timeout;

beforeAll(async () => {
  lab = await Lab.up({ name: 'lghub', managers: 3, workers: 2 });
});
afterAll(() => lab?.down());

/** A simple picture that reads the swarm every half second. */
async function aPicture(): Promise<LivePicture> {
  let cluster: Cluster = {
    id: null,
    nodes: new Map(),
    services: new Map(),
    tasks: new Map(),
    tasksOfService: () => [],
  };
  const listeners = new Set<() => void>();
  const reads = new DockerReads({ managers, clock });
  const look = async () => {
    const { signal } = new AbortController();
    const found = await reads.first(reads.managers(), untold, signal);
    if (!found) return;
    const { nodes, services, tasks } = await reads.at(found.manager, { specSeen: () => undefined }, signal).whole();
    const byId = <Each extends { id: string }>(list: readonly Each[]) =>
      new Map(list.map((each) => [each.id, each] as [Each['id'], Each]));
    const tasksOfService = (id: ServiceId) => tasks.filter(({ serviceId }) => serviceId === id);
    cluster = { id: null, nodes: byId(nodes), services: byId(services), tasks: byId(tasks), tasksOfService };
    for (const listener of listeners) listener();
  };
  const again = () => {
    looking = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .finally(again),
      500,
    );
  };
  await look();
  again();
  return {
    cluster: () => cluster,
    status: () => ({ phase: 'live' }) as ReturnType<LivePicture['status']>,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const follow = async (service: string, tail = 1000): Promise<Received> => {
  managers = new Managers({ endpoints: managersOf(lab), log: quietLog });
  hub = new LogHub({ managers, picture: await aPicture(), clock });
  const target = { kind: 'service', id: service as ServiceId } as const;
  return new Received(await hub.open({ target, tail, sinceMs: null, follow: true }));
};

afterEach(async () => {
  clearTimeout(looking);
  hub.stop();
  managers.rest();
  await lab.reset();
});

/** Everything that one viewer received. */
class Received {
  readonly lines: LogLine[] = [];
  readonly news: LogNews[] = [];

  constructor(viewer: LogViewer) {
    void this.#listen(viewer);
  }

  /** "line N" of each task, in order of arrival. */
  numbers(): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (const { taskId, text } of this.lines) {
      const number = /^line (\d+)/.exec(text)?.[1];
      if (number) found.set(taskId, [...(found.get(taskId) ?? []), Number(number)]);
    }
    return found;
  }

  async until(what: string, fits: () => boolean, withinMs = 60_000): Promise<void> {
    await lab.waitFor(what, fits, { withinMs });
  }

  async #listen(viewer: LogViewer): Promise<void> {
    for (let news = await viewer.next(); news; news = await viewer.next()) {
      this.news.push(news);
      if (news.kind === 'lines') this.lines.push(...news.lines);
    }
  }
}

const highest = (received: Received) =>
  Math.max(0, ...[...received.numbers().values()].map((numbers) => Math.max(...numbers)));

/** For each task: lines missing between its first and its last, and repeated ones. */
const faultsIn = (received: Received): string[] =>
  [...received.numbers()].flatMap(([task, numbers]) => {
    const counts = new Map<number, number>();
    for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
      .filter((number) => counts.get(number) !== 1)
      .map((number) => `${task}: line ${number} ${counts.get(number) ?? 0} times`);
  });

/** A line of stderr may arrive some packets before those of stdout written at the same moment. */
async function expectWhole(received: Received): Promise<void> {
  await received.until('the lines between', () => faultsIn(received).length === 0, 5000).catch(() => undefined);
  expect(faultsIn(received)).toEqual([]);
}

test('a worker is powered off and comes back: it is named meanwhile, the others go on, each line comes once', async () => {
  const id = await lab.service({
    name: 'chat',
    mode: 'global',
    behaviour: behaviour.logs(5),
    options: ['--constraint', 'node.role==worker'],
  });
  await lab.untilRunning('chat', 2);
  const received = await follow(id);
  await received.until('both to be heard', () => received.numbers().size === 2);
  await lab.powerOff('w2');
  const missing = () =>
    received.news
      .flatMap((news) => (news.kind === 'missing' ? [news.nodes.map(({ hostname }) => hostname)] : []))
      .at(-1);
  await received.until('w2 to be missing', () => missing()?.join() === 'w2');
  const then = highest(received);
  await received.until('w1 to go on', () => highest(received) > then + 10);
  await lab.powerOn('w2');
  await received.until('w2 to be back', () => missing()?.length === 0);
  await received.until('its new task to be heard from its first line on', () => received.numbers().size === 3);
  await expectWhole(received);
  const [, , reborn = []] = [...received.numbers().values()];
  expect(Math.min(...reborn)).toBe(1);
});

test('a worker is cut off and healed: what it wrote meanwhile comes after all', async () => {
  const id = await lab.service({
    name: 'chat',
    behaviour: behaviour.logs(5),
    options: ['--constraint', 'node.hostname==w1'],
  });
  await lab.untilRunning('chat', 1);
  const received = await follow(id);
  await received.until('it to be heard', () => highest(received) > 5);
  await lab.cut('w1');
  await lab.waitFor('the swarm to miss it', () => received.news.some((news) => news.kind === 'missing'), {
    withinMs: 40_000,
  });
  const before = highest(received);
  await lab.heal('w1');
  await received.until('what it wrote in ten seconds', () => highest(received) > before + 40);
  await expectWhole(received);
});

test('the leader is powered off: the streams come back by themselves, whole', async () => {
  const id = await lab.service({
    name: 'chat',
    replicas: 3,
    behaviour: behaviour.logs(5),
    options: ['--constraint', 'node.role==worker'],
  });
  await lab.untilRunning('chat', 3);
  const received = await follow(id);
  await received.until('all to be heard', () => received.numbers().size === 3);
  await lab.powerOff((await lab.leader()).name);
  const states = () => received.news.flatMap((news) => (news.kind === 'state' ? [news.state] : []));
  await received.until('the break to be told', () => states().includes('reconnecting'));
  await received.until('the streams to be back', () => states().at(-1) === 'following');
  const then = highest(received);
  await received.until('new lines', () => highest(received) > then + 10);
  await expectWhole(received);
});

test('many lines of many tasks come whole and in order of time, and end when it is not followed', async () => {
  const id = await lab.service({
    name: 'big',
    replicas: 10,
    behaviour: ['sh', '-c', 'i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo "line $i"; done; exec sleep 3600'],
  });
  await lab.untilRunning('big', 10);
  const received = await follow(id);
  await received.until('the past', () => received.news.some(({ kind }) => kind === 'caught-up'));
  await received.until('all of it', () => received.lines.length >= 10_000);
  expect(received.lines).toHaveLength(10_000);
  await expectWhole(received);
  const once = new Received(
    await hub.open({ target: { kind: 'service', id: id as ServiceId }, tail: 1000, sinceMs: null, follow: false }),
  );
  await once.until('its end', () => once.news.some(({ kind }) => kind === 'end'));
  const times = once.lines.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
  expect(once.lines).toHaveLength(10_000);
});

test('a terminal’s output and a service without a log driver are told as they are', async () => {
  const id = await lab.service({ name: 'tty', behaviour: behaviour.logs(5), options: ['--tty'] });
  await lab.untilRunning('tty', 1);
  const received = await follow(id);
  await received.until('lines', () => highest(received) > 10);
  await expectWhole(received);
  const mute = await lab.service({ name: 'mute', behaviour: behaviour.logs(5), options: ['--log-driver', 'none'] });
  await lab.untilRunning('mute', 1);
  const silent = new Received(
    await hub.open({ target: { kind: 'service', id: mute as ServiceId }, tail: 10, sinceMs: null, follow: true }),
  );
  await silent.until('the end of its past', () => silent.news.some(({ kind }) => kind === 'caught-up'));
  expect(silent.lines).toEqual([]);
});
