import { expect, test } from 'vitest';
import type { NodeId, ServiceId, TaskId } from '../ids';
import { crashLoopsIn, firstBadTemplate } from './crash-loop';
import type { TaskStory } from './task-story';

const T0 = 1_000_000_000_000;
const S = 1000;
const MIN = 60 * S;
let made = 0;
/** A task made at `at` s that ran for `ran` s and then was `state`. */
const task = (at: number, ran: number, state: TaskStory['state'], overrides: Partial<TaskStory> = {}): TaskStory => {
  const runs = T0 + at * S + 500;
  const ended = state === 'running' ? null : runs + ran * S;
  made += 1;
  return {
    id: `t${made}` as TaskId,
    serviceId: 'web' as ServiceId,
    serviceName: 'web',
    slot: 1,
    nodeId: 'n1' as NodeId,
    nodeName: 'w1',
    state,
    desiredState: state === 'running' ? 'running' : 'shutdown',
    message: state,
    error: state === 'failed' ? 'task: non-zero exit (3)' : '',
    exitCode: state === 'failed' ? 3 : null,
    image: 'app:1',
    templateDigest: 'one',
    states: [['running', runs, 'started'], ...(ended ? [[state, ended, state] as [typeof state, number, string]] : [])],
    createdAt: T0 + at * S,
    stateSince: ended ?? runs,
    endedAt: ended,
    goneAt: null,
    ...overrides,
  };
};
const failing = (from: number, count: number, overrides: Partial<TaskStory> = {}) =>
  Array.from({ length: count }, (_, n) => task(from + n * 10, 3, 'failed', overrides));

test('failures in a row in one slot are a loop that goes on while nothing has lasted since', () => {
  const tasks = [...failing(0, 4), task(40, 0, 'running')];
  expect(crashLoopsIn(tasks, T0 + MIN)).toMatchObject([{ place: '1', count: 4, exitCode: 3, since: T0, goesOn: true }]);
  expect(crashLoopsIn(tasks, T0 + 10 * MIN)).toMatchObject([{ count: 4, goesOn: false }]);
});

test('one failure, failures in different slots, and failures far apart are none', () => {
  expect(crashLoopsIn(failing(0, 1), T0 + MIN)).toEqual([]);
  expect(crashLoopsIn(failing(0, 2), T0 + MIN)).toHaveLength(1);
  expect(
    crashLoopsIn(
      [1, 2, 3, 4].flatMap((slot) => failing(0, 1, { slot })),
      T0 + MIN,
    ),
  ).toEqual([]);
  expect(
    crashLoopsIn(
      [0, 1000, 2000, 3000].flatMap((at) => failing(at, 1)),
      T0 + 3100 * S,
    ),
  ).toEqual([]);
});

test('a task that ran for long and then failed ends no loop and begins none', () => {
  const tasks = [...failing(0, 1), task(30, 600, 'failed'), ...failing(640, 1)];
  expect(crashLoopsIn(tasks, T0 + 12 * MIN)).toEqual([]);
});

test('a task that the swarm stopped before it had lasted does not end a loop; a new template begins anew', () => {
  const drained = task(20, 3, 'shutdown', { desiredState: 'shutdown' });
  expect(crashLoopsIn([...failing(0, 1), drained, ...failing(30, 1)], T0 + MIN)).toMatchObject([{ count: 2 }]);
  expect(crashLoopsIn([...failing(0, 1), ...failing(10, 1, { templateDigest: 'two' })], T0 + MIN)).toEqual([]);
});

test('a task that ends with 0 and is started again is part of a loop', () => {
  const tasks = [0, 10, 20].map((at) => task(at, 3, 'complete'));
  expect(crashLoopsIn([...tasks, task(30, 0, 'running')], T0 + MIN)).toMatchObject([{ count: 3, goesOn: true }]);
});

test('a global service’s places are its nodes', () => {
  const tasks = failing(0, 3, { slot: null, nodeName: 'w2' });
  expect(crashLoopsIn(tasks, T0 + MIN)).toMatchObject([{ place: 'w2', count: 3 }]);
});

test('the first bad template is the oldest of those that fail now, with the last one that held', () => {
  const good = task(0, 3600, 'shutdown');
  const bad = failing(3700, 3, { templateDigest: 'two', image: 'app:2' });
  const worse = failing(3800, 3, { templateDigest: 'three', image: 'app:3' });
  expect(firstBadTemplate([good, ...bad, ...worse], T0 + 3900 * S)).toEqual({
    templateDigest: 'two',
    image: 'app:2',
    since: T0 + 3700 * S,
    failed: 3,
    before: { templateDigest: 'one', image: 'app:1' },
  });
});

test('none is bad when the newest holds, or nothing has failed', () => {
  expect(firstBadTemplate([...failing(0, 3), task(40, 400, 'shutdown')], T0 + 10 * MIN)).toBeNull();
  expect(
    firstBadTemplate([...failing(0, 3), task(60, 0, 'running', { templateDigest: 'two' })], T0 + 2 * MIN),
  ).toBeNull();
  expect(firstBadTemplate([], T0)).toBeNull();
});
