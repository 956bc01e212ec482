import { expect, test } from 'vitest';
import { LASTING_MS } from '#lib/domain/task/crash-loop';
import { aNode, aNodeId, aService, aServiceId, aTask, aTaskId } from '#lib/domain/testing/builders';
import { picked, SERVICE_FIELDS, TASK_FIELDS } from './fields';
import { Picture } from './picture';
import type { ServiceRow } from './service-row';

const tallyOf = (picture: Picture, id: string) => picture.services.get(aServiceId(id))?.tally;

test('[PIC-1] an object with an older version than the one held is ignored', () => {
  const picture = new Picture();
  picture.commit({ kind: 'list', at: 1, nodes: [aNode({ id: 'a', version: 5, availability: 'drain' })] });
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'a', version: 4 })] });
  expect(picture.nodes.get(aNodeId('a'))?.availability).toBe('drain');
});

test('[PIC-1] a leader change is news although the version stays', () => {
  const picture = new Picture();
  const manager = { leader: false, reachability: 'reachable' as const, address: 'x' };
  picture.commit({ kind: 'list', at: 1, nodes: [aNode({ id: 'a', manager })] });
  expect(
    picture.commit({ kind: 'list', at: 2, nodes: [aNode({ id: 'a', manager: { ...manager, leader: true } })] }),
  ).toBe(true);
});

test('[PIC-2] what is missing in a list is gone, and a list of one service’s tasks leaves the others alone', () => {
  const picture = new Picture();
  picture.commit({ kind: 'list', at: 1, tasks: [aTask({ id: 't1', of: 'web' }), aTask({ id: 't2', of: 'db' })] });
  picture.commit({ kind: 'list', at: 2, tasks: [], tasksOf: [aServiceId('web')] });
  expect([...picture.tasks.keys()]).toEqual([aTaskId('t2')]);
});

test('[PIC-3] a commit that changes nothing makes no new revision', () => {
  const picture = new Picture();
  const list = { kind: 'list' as const, at: 1, nodes: [aNode({ id: 'a' })], services: [aService({ id: 'web' })] };
  picture.commit(list);
  const { revision } = picture;
  expect(picture.commit({ ...list, at: 2 })).toBe(false);
  expect(picture.revision).toBe(revision);
});

test('[PIC-4] a node that goes down takes its tasks out of the running in the same revision', () => {
  const picture = new Picture();
  picture.commit({
    kind: 'list',
    at: 1,
    nodes: [aNode({ id: 'a' }), aNode({ id: 'b' })],
    services: [aService({ id: 'web', replicas: 2 })],
    tasks: [aTask({ id: 't1', of: 'web', on: 'a' }), aTask({ id: 't2', of: 'web', on: 'b' })],
  });
  expect(tallyOf(picture, 'web')).toMatchObject({ running: 2, desired: 2 });
  const before = picture.revision;
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'b', version: 2, state: 'down' })] });
  expect(tallyOf(picture, 'web')).toMatchObject({ running: 1, desired: 2 });
  expect(
    Object.keys(
      picked(SERVICE_FIELDS, picture.changedSince(before)?.services.get(aServiceId('web')) ?? 0, {} as ServiceRow),
    ),
  ).toEqual(['tally']);
});

test('[PIC-5] changes since a revision are told once, with the fields that differ and the task as it was', () => {
  const picture = new Picture();
  const first = aTask({ id: 't1', of: 'web', on: 'a', state: 'starting' });
  picture.commit({ kind: 'list', at: 1, tasks: [first] });
  const before = picture.revision;
  picture.commit({ kind: 'changes', at: 2, tasks: [aTask({ id: 't1', of: 'web', on: 'a', version: 2 })] });
  picture.commit({
    kind: 'changes',
    at: 3,
    tasks: [aTask({ id: 't1', of: 'web', on: 'a', version: 3, state: 'failed', exitCode: 3 })],
  });
  const changed = picture.changedSince(before)?.tasks.get(aTaskId('t1'));
  expect(changed?.before).toEqual(first);
  const now = picture.tasks.get(aTaskId('t1'));
  expect(now && picked(TASK_FIELDS, changed?.mask ?? 0, now)).toEqual({
    version: 3,
    state: 'failed',
    exitCode: 3,
    startedAt: now?.stateSince,
  });
});

test('[PIC-6] more changes than it may remember push the oldest out, but never the newest', () => {
  const picture = new Picture({ changes: 3 });
  const tasks = (version: number) => [1, 2, 3, 4].map((n) => aTask({ id: `t${n}`, of: 'web', version }));
  picture.commit({ kind: 'changes', at: 1, tasks: tasks(1) });
  picture.commit({ kind: 'changes', at: 2, tasks: tasks(2) });
  expect(picture.changedSince(1)?.tasks.size).toBe(4);
  expect(picture.changedSince(0)).toBeNull();
});

test('[PIC-6] asked for a revision that it has forgotten, the picture says so', () => {
  const picture = new Picture({ remembered: 2 });
  for (let version = 1; version <= 5; version++)
    picture.commit({ kind: 'changes', at: version, nodes: [aNode({ id: 'a', version })] });
  expect(picture.changedSince(3)).not.toBeNull();
  expect(picture.changedSince(2)).toBeNull();
  expect(picture.changedSince(6)).toBeNull();
});

test('[PIC-7] a list that began before a removal was seen does not bring the task back', () => {
  const picture = new Picture();
  picture.commit({ kind: 'list', at: 1, tasks: [aTask({ id: 't1', of: 'web' })] });
  picture.commit({ kind: 'list', at: 10, tasks: [] });
  picture.commit({ kind: 'changes', at: 9, tasks: [aTask({ id: 't1', of: 'web', version: 2 })] });
  expect(picture.tasks.size).toBe(0);
});

test('[PIC-7] a list that began before a removal was seen does not bring the node or the service back', () => {
  const picture = new Picture();
  picture.commit({ kind: 'list', at: 1, nodes: [aNode({ id: 'a' })], services: [aService({ id: 'web' })] });
  picture.commit({ kind: 'changes', at: 10, goneNodes: [aNodeId('a')], goneServices: [aServiceId('web')] });
  picture.commit({ kind: 'list', at: 9, nodes: [aNode({ id: 'a' })], services: [aService({ id: 'web' })] });
  expect([picture.nodes.size, picture.services.size]).toEqual([0, 0]);
});

test('[PIC-8] a task keeps the endpoint spec that its service had when the task was first seen', () => {
  const picture = new Picture();
  const web = aService({ id: 'web', version: 1, endpointDigest: 'one' });
  const seen = (id: string, version: number) =>
    aTask({ id, of: 'web', version, endpointDigest: '', createdAt: '2026-01-01T00:00:00.000Z' });
  picture.commit({ kind: 'changes', at: 1, services: [web], tasks: [seen('old', 2)] });
  picture.commit({
    kind: 'changes',
    at: 2,
    services: [{ ...web, version: 3, endpointDigest: 'two', updatedAt: '2026-01-01T00:00:09.000Z' }],
  });
  picture.commit({ kind: 'changes', at: 3, tasks: [seen('old', 4), seen('new', 5)] });
  expect(picture.tasksOfService(web.id).map(({ endpointDigest }) => endpointDigest)).toEqual(['one', 'two']);
});

test('[PIC-8] a task that is seen before the spec that it was made under takes its endpoint spec from that', () => {
  const picture = new Picture();
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const status = (state: 'updating' | 'rollback_started') => ({
    state,
    startedAt: at(5),
    completedAt: null,
    message: '',
  });
  const web = aService({ id: 'web', version: 1, endpointDigest: 'one' });
  const seen = (id: string, second: number) =>
    aTask({ id, of: 'web', version: 2, endpointDigest: '', createdAt: at(second) });
  const endpoints = () => picture.tasksOfService(web.id).map(({ endpointDigest }) => endpointDigest);
  picture.commit({ kind: 'changes', at: 1, services: [web], tasks: [seen('old', 1), seen('new', 6)] });
  const { revision } = picture;
  picture.commit({
    kind: 'changes',
    at: 2,
    services: [{ ...web, version: 3, endpointDigest: 'two', updateStatus: status('updating') }],
  });
  expect(endpoints()).toEqual(['one', 'two']);
  expect([...(picture.changedSince(revision)?.tasks.keys() ?? [])]).toEqual([aTaskId('new')]);
  // SwarmKit's rollback bears the date of the update that it undoes.
  picture.commit({
    kind: 'changes',
    at: 3,
    services: [{ ...web, version: 4, endpointDigest: 'one', updateStatus: status('rollback_started') }],
  });
  expect(endpoints()).toEqual(['one', 'two']);
});

test('[PIC-9] a running task that is told anew, as after a change of leaders, runs since it began', () => {
  const picture = new Picture();
  const task = (version: number, minute: number, state: 'running' | 'failed' = 'running') => ({
    ...aTask({ id: 't1', of: 'web', version, state }),
    stateSince: `2026-01-01T00:${minute}:00.000Z`,
  });
  const held = () => picture.tasks.get(aTaskId('t1'));
  picture.commit({ kind: 'list', at: 1, tasks: [task(1, 10)] });
  picture.commit({ kind: 'changes', at: 2, tasks: [task(2, 22)] });
  expect(held()).toMatchObject({ version: 2, stateSince: task(1, 10).stateSince, startedAt: task(1, 10).stateSince });
  picture.commit({ kind: 'changes', at: 3, tasks: [task(3, 30, 'failed')] });
  expect(held()).toMatchObject({ stateSince: task(3, 30).stateSince, startedAt: task(1, 10).stateSince });
});

test('[PIC-9] a running task that the history knows longer runs since then, until it is another state', () => {
  const picture = new Picture();
  const at = (minute: number) => `2026-01-01T00:${minute}:00.000Z`;
  const task = (id: string, version: number, overrides: object = {}) => ({
    ...aTask({ id, of: 'web', version }),
    stateSince: at(20),
    ...overrides,
  });
  const [t1, t2, gone] = [aTaskId('t1'), aTaskId('t2'), aTaskId('gone')];
  picture.commit({ kind: 'list', at: 1, tasks: [task('t1', 1), task('t2', 1, { state: 'failed' })] });
  const runningSince = new Map([t1, t2, gone].map((id) => [id, at(10)]));
  expect(picture.commit({ kind: 'recalled', at: 2, runningSince })).toBe(true);
  expect(picture.tasks.get(t1)).toMatchObject({ stateSince: at(10), startedAt: at(10) });
  expect(picture.tasks.get(t2)).toMatchObject({ stateSince: at(20) });
  expect(picture.tasks.size).toBe(2);
  expect(picture.commit({ kind: 'recalled', at: 3, runningSince }), 'nothing new').toBe(false);
  picture.commit({ kind: 'changes', at: 4, tasks: [task('t1', 2, { stateSince: at(30) })] });
  expect(picture.tasks.get(t1)).toMatchObject({ version: 2, stateSince: at(10) });
});

test('[PIC-10] a crash loop is over when a task has lasted, by an observation of the time alone', () => {
  const picture = new Picture();
  const start = Date.parse('2026-01-01T00:00:30.000Z');
  const failed = (n: number) => ({
    ...aTask({ id: `f${n}`, of: 'web', state: 'failed', desiredState: 'shutdown', exitCode: 3 }),
    createdAt: `2026-01-01T00:00:${n}0.000Z`,
    stateSince: `2026-01-01T00:00:${n}5.000Z`,
  });
  const running = { ...aTask({ id: 't', of: 'web' }), createdAt: failed(3).createdAt, stateSince: failed(3).createdAt };
  picture.commit({
    kind: 'list',
    at: start,
    services: [aService({ id: 'web' })],
    tasks: [failed(1), failed(2), running],
  });
  expect(tallyOf(picture, 'web')).toMatchObject({ running: 1, crashing: 1, exitCode: 3 });
  expect(picture.dueAt).toBe(start + LASTING_MS);
  expect(picture.commit({ kind: 'time', at: picture.dueAt - 1 })).toBe(false);
  expect(picture.commit({ kind: 'time', at: picture.dueAt })).toBe(true);
  expect(tallyOf(picture, 'web')).toMatchObject({ running: 1, crashing: 0, exitCode: null });
  expect(picture.dueAt).toBe(Number.POSITIVE_INFINITY);
});
