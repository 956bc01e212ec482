import { expect, test } from 'vitest';
import { TASK_STATES } from '#lib/domain/task/task';
import { hiveMarkOf } from './hive-mark';

test('a task on its way to running is starting, before it has a node pending', () => {
  const early = TASK_STATES.slice(0, 8).map((state) => hiveMarkOf(state, 'none', false));
  expect(early).toEqual(['pending', 'pending', ...Array(5).fill('starting'), 'running']);
});

test('nothing runs on a node that is down', () => {
  expect(hiveMarkOf('running', 'none', true)).toBe('lost');
  expect(hiveMarkOf('running', 'stopping', true)).toBe('ghost');
  expect(hiveMarkOf('failed', 'none', true)).toBe('failed');
});

test('what the swarm does with a task goes before its state', () => {
  expect(hiveMarkOf('running', 'stopping', false)).toBe('stopping');
  expect(hiveMarkOf('ready', 'waiting', false)).toBe('waiting');
  expect(hiveMarkOf('pending', 'unplaceable', false)).toBe('unplaceable');
});
