import { describe, expect, test } from 'vitest';
import type { Node } from '../node/node';
import type { Service } from '../service/service';
import type { Task } from '../task/task';
import { aCluster, aNode, aNodeId, aService, aTask } from '../testing/builders';
import { rolloutOf } from './rollout';
import { sceneOf } from './scene';

const [A, B, C] = [aNode({ id: 'a' }), aNode({ id: 'b' }), aNode({ id: 'c' })];
const of = (service: Service, tasks: Task[], after: Partial<Service>, nodes: Node[] = [A, B, C]) =>
  rolloutOf(sceneOf(aCluster({ nodes, services: [service], tasks }), service), { ...service, ...after });
const keys = (slots: readonly { key: string }[]) => slots.map(({ key }) => key);
const slot = (number: number, on: string, overrides: Partial<Task> = {}): Task => ({
  ...aTask({ id: `t${number}${on}`, of: 'web', slot: number, on }),
  ...overrides,
});
const config = (service: Service, overrides: Partial<Service['updateConfig']>) => ({
  updateConfig: { ...service.updateConfig, ...overrides },
});
const OTHER = { templateDigest: 'b.a' };
const paused = { state: 'paused' as const, startedAt: null, completedAt: null, message: '' };

describe('a replicated service', () => {
  const web = aService({ id: 'web', replicas: 3 });
  const three = [slot(1, 'a'), slot(2, 'b'), slot(3, 'c')];

  test('has its slots replaced at the pace of the spec that is written', () => {
    const rollout = of(web, three, { ...OTHER, ...config(web, { parallelism: 2 }) });
    expect(keys(rollout.replaced)).toEqual(['1', '2', '3']);
    expect(rollout.atOnce).toBe(2);
    expect(of(web, three, { ...OTHER, ...config(web, { parallelism: 0 }) }).atOnce).toBe(3);
    expect(of(web, three, OTHER).atOnce).toBe(1);
  });

  test('without a dirty slot has nothing moved, whatever else of its spec changes', () => {
    expect(of(web, three, { ...config(web, { delayMs: 1 }), labels: { a: 'b' } })).toMatchObject({
      replaced: [],
      added: 0,
    });
    expect(of(aService({ id: 'web', replicas: 0 }), [], OTHER)).toMatchObject({ replaced: [], kept: [], added: 0 });
  });

  test('scaled up gets the missing tasks at once, and those of an older spec are replaced too', () => {
    const rollout = of(web, [...three.slice(0, 2), slot(3, 'c', OTHER)], { mode: { kind: 'replicated', replicas: 5 } });
    expect(rollout.added).toBe(2);
    expect(keys(rollout.replaced)).toEqual(['3']);
  });

  test('scaled down keeps who runs, one a node, the lower slot first', () => {
    const rollout = of(web, [slot(1, 'a', { state: 'pending' }), slot(2, 'b'), slot(3, 'c')], {
      mode: { kind: 'replicated', replicas: 2 },
    });
    expect(keys(rollout.stopped)).toEqual(['1']);
    const crowded = of(web, [slot(1, 'a'), slot(2, 'a'), slot(3, 'b')], { mode: { kind: 'replicated', replicas: 2 } });
    expect(keys(crowded.stopped)).toEqual(['2']);
  });

  test('has a slot with two tasks replaced even where both are clean', () => {
    expect(keys(of(web, [slot(1, 'a'), slot(1, 'b')], {}).replaced)).toEqual(['1']);
  });

  test('has a task that has ended for good replaced by one of the new spec', () => {
    const over = slot(1, 'a', { state: 'complete', desiredState: 'shutdown' });
    const once = aService({ id: 'web', replicas: 1, restartPolicy: { condition: 'on-failure', maxAttempts: 0 } });
    expect(keys(of(once, [over], OTHER).replaced)).toEqual(['1']);
    expect(of(once, [over], {})).toMatchObject({ replaced: [], added: 0 });
    const always = aService({ id: 'web', replicas: 1 });
    expect(of(always, [over], {}), 'left by a slot that was scaled away').toMatchObject({ kept: [], added: 1 });
  });

  test('counts a slot whose attempts are used up, whichever way, and one that is never restarted', () => {
    const end = (state: 'failed' | 'rejected' | 'shutdown') => [slot(1, 'a', { state, desiredState: 'shutdown' })];
    const policy = (condition: 'none' | 'any', maxAttempts: number) =>
      aService({ id: 'web', replicas: 1, restartPolicy: { condition, maxAttempts } });
    for (const state of ['failed', 'rejected'] as const)
      expect(of(policy('any', 2), end(state), OTHER)).toMatchObject({ replaced: [{ key: '1' }], added: 0 });
    // Stopped by a drain: without restarts nothing has taken its place.
    expect(of(policy('none', 0), end('shutdown'), OTHER)).toMatchObject({ replaced: [{ key: '1' }], added: 0 });
    expect(of(policy('any', 2), end('shutdown'), OTHER)).toMatchObject({ replaced: [], added: 1 });
  });

  test('does not stop what has ended already', () => {
    const once = aService({ id: 'web', replicas: 2, restartPolicy: { condition: 'none', maxAttempts: 0 } });
    const over = [1, 2].map((number) => slot(number, 'a', { state: 'complete', desiredState: 'shutdown' }));
    expect(of(once, over, { mode: { kind: 'replicated', replicas: 1 } })).toMatchObject({ stopped: [], added: 0 });
  });

  test('has only those moved whose node does not satisfy new constraints', () => {
    const nodes = [A, { ...B, labels: { disk: 'ssd' } }, C];
    const rollout = of(web, three, { templateDigest: 'a.z', constraints: ['node.labels.disk==ssd'] }, nodes);
    expect(keys(rollout.replaced)).toEqual(['1', '3']);
    expect(keys(rollout.kept)).toEqual(['2']);
  });
});

describe('an update that stands paused', () => {
  const web = aService({ id: 'web', replicas: 3, updateStatus: paused, ...OTHER });
  const tasks = [slot(1, 'a', OTHER), slot(2, 'b'), slot(3, 'c')];

  test.each([
    ['an update setting', config(web, { delayMs: 1000 })],
    ['a label', { labels: { a: 'b' } }],
    ['a scale', { mode: { kind: 'replicated', replicas: 4 } as const }],
  ])('goes on with what is left when %s is written', (_, after) => {
    expect(of(web, tasks, after)).toMatchObject({ goesOn: 'paused' });
    expect(keys(of(web, tasks, after).replaced)).toEqual(['2', '3']);
  });

  test('is over when the spec before it is written again: what it had moved is replaced', () => {
    const back = of(web, tasks, { templateDigest: 'a.a' });
    expect(back.goesOn).toBeNull();
    expect(keys(back.replaced)).toEqual(['1']);
  });
});

describe('a global service', () => {
  const agent = aService({ id: 'web', mode: { kind: 'global' } });
  const on = (node: string, overrides: Partial<Task> = {}) => ({ ...slot(0, node), slot: null, ...overrides });

  test('has one task a node that takes it; drained and down ones lose theirs, paused ones keep theirs as it is', () => {
    const nodes: Node[] = [
      A,
      { ...B, availability: 'drain' },
      { ...C, availability: 'pause' },
      aNode({ id: 'd' }),
      aNode({ id: 'e', state: 'down' }),
    ];
    const rollout = of(agent, [on('a'), on('b'), on('c'), on('e')], OTHER, nodes);
    expect(keys(rollout.replaced)).toEqual([aNodeId('a')]);
    expect(rollout).toMatchObject({ added: 1, onPausedNodes: 1 });
    expect(keys(rollout.stopped).sort()).toEqual([aNodeId('b'), aNodeId('e')]);
  });

  test('without an eligible node has nothing to move', () => {
    expect(of({ ...agent, constraints: ['node.platform.os==none'] }, [], OTHER)).toMatchObject({
      replaced: [],
      kept: [],
      added: 0,
    });
  });

  test('loses the tasks on nodes that the new constraints leave out', () => {
    const rollout = of(agent, [on('a'), on('b'), on('c')], {
      templateDigest: 'a.z',
      constraints: ['node.hostname==a'],
    });
    expect(keys(rollout.kept)).toEqual([aNodeId('a')]);
    expect(rollout.stopped).toHaveLength(2);
  });
});

describe('a job', () => {
  const mode = { kind: 'replicated-job', maxConcurrent: 2, totalCompletions: 5 } as const;
  const job = aService({ id: 'web', mode, jobIteration: 0 });

  test('runs again whatever is written, and tasks that have not ended are cut off', () => {
    const done = slot(0, 'a', { state: 'complete', desiredState: 'complete', jobIteration: 0 });
    const running = slot(1, 'b', { desiredState: 'complete', jobIteration: 0 });
    const { run } = of(job, [done, running], { labels: { a: 'b' } });
    expect(run).toMatchObject({ starts: 5, atOnce: 2 });
    expect(run?.cutOff).toEqual([running]);
  });

  test('scaled from 5 to 6 starts six', () => {
    expect(of(job, [], { mode: { ...mode, totalCompletions: 6 } }).run?.starts).toBe(6);
  });

  test('of the global kind runs on every node that takes new tasks', () => {
    const each = aService({ id: 'web', mode: { kind: 'global-job' }, jobIteration: 0 });
    expect(of(each, [], {}, [A, { ...B, availability: 'pause' }, C]).run?.starts).toBe(2);
  });
});
