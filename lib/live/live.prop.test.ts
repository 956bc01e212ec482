import fc from 'fast-check';
import { test } from 'vitest';
import { TASK_STATES } from '#lib/domain/task/task';
import { aNode, aNodeId, aService, aServiceId, aTask, aTaskId } from '#lib/domain/testing/builders';
import type { Observation } from './picture/observation';
import type { Topic } from './protocol/topic';
import { Rig } from './testing/rig';

const NODES = ['n0', 'n1', 'n2'];
const SERVICES = ['s0', 's1'];
const TOPICS: Topic[] = [
  'cluster',
  'hive',
  `service/${aServiceId('s0')}`,
  `node/${aNodeId('n1')}`,
  'tasks?',
  'tasks?state=running&group=error',
  'rows/0?',
  'rows/0?state=failed+running&sort=-since',
];
const PEERS = 3;

const happening = fc.oneof(
  fc.record({
    do: fc.constant('node' as const),
    id: fc.constantFrom(...NODES),
    down: fc.boolean(),
    renamed: fc.boolean(),
  }),
  fc.record({ do: fc.constant('service' as const), id: fc.constantFrom(...SERVICES), replicas: fc.nat(4) }),
  fc.record({
    do: fc.constant('task' as const),
    id: fc.nat(8),
    of: fc.constantFrom(...SERVICES),
    on: fc.option(fc.constantFrom(...NODES), { nil: undefined }),
    state: fc.constantFrom(...TASK_STATES),
    error: fc.constantFrom('', 'task: non-zero exit (3)'),
  }),
  fc.record({ do: fc.constant('list-tasks' as const), keep: fc.array(fc.nat(8), { maxLength: 5 }) }),
  fc.record({ do: fc.constant('drop-node' as const), id: fc.constantFrom(...NODES) }),
  fc.record({ do: fc.constant('drop-service' as const), id: fc.constantFrom(...SERVICES) }),
  fc.record({ do: fc.constant('drop-task' as const), id: fc.nat(8), of: fc.constantFrom(...SERVICES) }),
);
const peer = fc.nat(PEERS - 1);
const plumbing = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('take-in' as const), console: fc.nat(1), count: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('flush' as const),
      console: fc.nat(1),
      which: fc.constantFrom('objects' as const, 'queries' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pump' as const), peer, count: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('follow' as const), peer, topic: fc.constantFrom(...TOPICS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), peer, topic: fc.constantFrom(...TOPICS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), peer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('connect' as const), peer, console: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), console: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const), slow: fc.option(peer) }) },
);
const step = fc.oneof({ weight: 2, arbitrary: happening }, { weight: 3, arbitrary: plumbing });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
type Memory = { remembered: number; changes: number };

/** Whatever is done, whoever is connected and not slow holds what their console knows as soon as all has arrived. */
function play(steps: readonly Step[], memory: Memory): void {
  const rig = new Rig({ peers: PEERS, ...memory });
  for (const [index, one] of rig.peers.entries()) {
    for (const topic of TOPICS) if (index > 0 || topic === 'cluster') one.follow(topic);
    one.connect(rig.consoles[index % 2] as (typeof rig.consoles)[number]);
  }
  let clock = 0;
  for (const now of steps) {
    clock += 1;
    take(rig, now, clock);
    if (now.do !== 'settle') continue;
    const quick = rig.peers.filter((one, index) => one.console !== null && index !== now.slow);
    rig.deliver(quick);
    for (const one of quick) rig.expectEqual(one);
  }
  rig.settle();
  for (const one of rig.peers) if (one.console) rig.expectEqual(one);
}

type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;
type Plumbing = typeof plumbing extends fc.Arbitrary<infer One> ? One : never;

function take(rig: Rig, now: Step, at: number): void {
  if (isPlumbing(now)) plumb(rig, now);
  else rig.happen(observed(rig, now, at));
}

function observed(rig: Rig, now: Happening, at: number): Observation {
  const version = at;
  switch (now.do) {
    case 'node': {
      const hostname = now.renamed ? `${now.id}-again` : now.id;
      const state = now.down ? ('down' as const) : ('ready' as const);
      return { kind: 'changes', at, nodes: [aNode({ id: now.id, version, state, hostname })] };
    }
    case 'service':
      return { kind: 'changes', at, services: [aService({ id: now.id, version, replicas: now.replicas })] };
    case 'task': {
      const { of, on, state, error } = now;
      const task = aTask({ id: `t${of}${now.id}`, of, version, state, error, slot: now.id, ...(on && { on }) });
      return { kind: 'changes', at, tasks: [task] };
    }
    case 'list-tasks':
      return { kind: 'list', at, tasks: [...rig.truth.tasks.values()].filter((_, index) => now.keep.includes(index)) };
    case 'drop-node':
      return { kind: 'changes', at, goneNodes: [aNodeId(now.id)] };
    case 'drop-service':
      return { kind: 'changes', at, goneServices: [aServiceId(now.id)] };
    case 'drop-task':
      return { kind: 'changes', at, goneTasks: [aTaskId(`t${now.of}${now.id}`)] };
  }
}

const PLUMBING = ['take-in', 'flush', 'pump', 'follow', 'leave', 'lose', 'connect', 'restart', 'settle'];
const isPlumbing = (now: Step): now is Plumbing => PLUMBING.includes(now.do);

function plumb(rig: Rig, now: Plumbing): void {
  const one = 'peer' in now ? rig.peers[now.peer] : undefined;
  const console = 'console' in now ? rig.consoles[now.console] : undefined;
  if (now.do === 'take-in') console?.takeIn(now.count);
  if (now.do === 'flush') console?.flush(now.which);
  if (now.do === 'pump') one?.pump(now.count);
  if (now.do === 'follow') one?.follow(now.topic);
  if (now.do === 'leave') one?.leave(now.topic);
  if (now.do === 'lose') one?.lose();
  if (now.do === 'connect' && console) one?.connect(console);
  if (now.do === 'restart') rig.restart(now.console);
}

const memory = fc.record({ remembered: fc.integer({ min: 1, max: 30 }), changes: fc.integer({ min: 1, max: 100 }) });

test('[REP-1] whatever is lost, late, slow or at another console, a replica comes to equal the picture', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 20, maxLength: 150, size: 'max' }), memory, play), {
    numRuns: 3000,
  });
}, 120_000);

test('[REP-1] a task that came and went between two flushes does not stay with those who came in between', () => {
  const rig = new Rig({ peers: 2, remembered: 4, changes: 5 });
  const [console] = rig.consoles;
  const [early, late] = rig.peers;
  if (!console || !early || !late) return;
  const topic: Topic = `service/${aServiceId('s0')}`;
  const task = aTask({ id: 't', of: 's0' });
  for (const one of [early, late]) one.follow(topic);
  rig.happen({ kind: 'changes', at: 1, tasks: [task] });
  console.takeIn();
  early.connect(console);
  early.pump(1);
  rig.happen({ kind: 'changes', at: 2, goneTasks: [task.id] });
  rig.settle([early]);
  rig.expectEqual(early);
  late.connect(console);
  rig.settle();
  rig.expectEqual(late);
});

test('[REP-1] a hive that everybody had left has other cells, and who returns at the same revision is told all of them', () => {
  const rig = new Rig({ peers: 1, remembered: 9, changes: 9 });
  const [console] = rig.consoles;
  const [one] = rig.peers;
  if (!console || !one) return;
  const [first, second] = [aTask({ id: 't1', of: 's0' }), aTask({ id: 't2', of: 's0', slot: 2 })];
  one.follow('hive');
  one.connect(console);
  one.pump(1);
  for (const [index, seen] of [{ tasks: [first] }, { goneTasks: [first.id] }, { tasks: [second] }].entries()) {
    rig.happen({ kind: 'changes', at: index + 1, ...seen });
    rig.settle();
  }
  one.connect(console);
  rig.settle();
  rig.happen({ kind: 'changes', at: 9, tasks: [aTask({ id: 't3', of: 's0', slot: 3 })] });
  rig.settle();
  rig.expectEqual(one);
});
