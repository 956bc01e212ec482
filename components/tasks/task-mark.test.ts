import { expect, test } from 'vitest';
import { TASK_STATES } from '#lib/domain/task/task';
import { aTask } from '#lib/domain/testing/builders';
import { taskMarkOf } from './task-mark';

const task = (overrides: Partial<Parameters<typeof aTask>[0]> = {}) =>
  aTask({ id: 't', of: 'web', on: 'a', ...overrides });

test('every state has a mark', () => {
  expect(TASK_STATES.map((state) => taskMarkOf(task({ state })).word)).toEqual([...TASK_STATES]);
});

test('a running task that is asked to end is stopping', () => {
  expect(taskMarkOf(task({ desiredState: 'shutdown' }))).toMatchObject({ word: 'stopping', tone: 'off' });
});

test('a task that a dead node left running is a ghost, or lost as long as the swarm still wants it', () => {
  expect(taskMarkOf(task({ desiredState: 'shutdown' }), true)).toMatchObject({ word: 'ghost', tone: 'off' });
  expect(taskMarkOf(task(), true)).toMatchObject({ word: 'lost', tone: 'bad' });
});

test('what has ended keeps its end whatever becomes of the node', () => {
  expect(taskMarkOf(task({ state: 'failed', desiredState: 'shutdown' }), true).word).toBe('failed');
});

test('a pending task that found no node wants a look; one that is just being placed does not', () => {
  expect(taskMarkOf(task({ state: 'pending', error: 'no suitable node' })).tone).toBe('warn');
  expect(taskMarkOf(task({ state: 'pending' })).tone).toBe('busy');
});

test('a completed job task is good; a service’s task that ended by itself is only over', () => {
  expect(taskMarkOf(task({ state: 'complete', desiredState: 'complete' })).tone).toBe('good');
  expect(taskMarkOf(task({ state: 'complete', desiredState: 'shutdown' })).tone).toBe('off');
});
