import { expect, test } from 'vitest';
import { aNodeId, aTask } from '#lib/domain/testing/builders';
import { errorKindOf } from './error-kind';
import { DEFAULT_TASK_QUERY, type TaskQuery } from './task-query';
import { TaskView } from './task-view';

const names = { service: (id: string) => id.replace(/0+$/, ''), node: (id: string) => id.replace(/0+$/, '') };
const failing = { state: 'failed', error: 'task: non-zero exit (1)', exitCode: 1 } as const;
const TASKS = [
  aTask({ id: 'a', of: 'web-11', on: 'n1' }),
  aTask({ id: 'b', of: 'web-9', slot: 2, on: 'n2' }),
  aTask({ id: 'c', of: 'web-9', slot: 1, on: 'n1', createdAt: '2026-01-02T00:00:00.000Z' }),
  aTask({ id: 'd', of: 'web-9', slot: 1, on: 'n1', ...failing, stateSince: '2026-01-01T05:00:00.000Z' }),
  aTask({ id: 'e', of: 'api', on: 'n2', ...failing, exitCode: 137, error: 'task: non-zero exit (137)' }),
  aTask({ id: 'f', of: 'api', state: 'pending', image: 'api:2@sha256:abc' }),
];
const viewOf = (query: Partial<TaskQuery>) => new TaskView({ ...DEFAULT_TASK_QUERY, ...query }, names, TASKS);
const ids = (query: Partial<TaskQuery>) =>
  viewOf(query)
    .rows(0, 99)
    .map((task) => task.id[0])
    .join('');

test('[QRY-4] rows stand by service as people count, slot, newest first', () => {
  expect(ids({})).toBe('efcdba');
  expect(ids({ descending: true })).toBe('acdbef');
});

test('[QRY-4] a task without a node comes last, whichever way nodes are sorted', () => {
  expect(ids({ sort: 'node' }).at(-1)).toBe('f');
  expect(ids({ sort: 'node', descending: true }).at(-1)).toBe('f');
});

test('[QRY-5] every word must be found, in names, texts, ids, or as docker names a replica', () => {
  expect(ids({ text: 'WEB n1' })).toBe('cda');
  expect(ids({ text: 'web-9.2' })).toBe('b');
  expect(ids({ text: 'non-zero' })).toBe('ed');
  expect(ids({ text: TASKS[2]?.id })).toBe('c');
  expect(ids({ text: aNodeId('n2') }), 'the id of its node or service').toBe('eb');
  expect(ids({ text: 'web nowhere' })).toBe('');
});

test('[QRY-5] an image is matched by name, a task without a node by "none"', () => {
  expect(ids({ image: 'api:2' })).toBe('f');
  expect(ids({ node: 'none' })).toBe('f');
  expect(ids({ exitCode: 'none', states: ['running'] })).toBe('cba');
});

test('[QRY-6] counts by state leave the chosen states out, so that another can be chosen', () => {
  const { summary } = viewOf({ states: ['failed'], node: aNodeId('n1') });
  expect(summary).toMatchObject({ total: 1, all: 6, states: { running: 2, failed: 1 } });
});

test('[QRY-7] groups hold failed tasks only and leave the chosen group out, so that another can be chosen', () => {
  const { summary } = viewOf({ groupBy: 'exitCode', exitCode: 1, states: ['running'] });
  expect(summary).toMatchObject({
    groupCount: 2,
    grouped: 2,
    groups: [
      { value: '1', count: 1, newest: '2026-01-01T05:00:00.000Z', sample: TASKS[3]?.id },
      { value: '137', count: 1, sample: TASKS[4]?.id },
    ],
  });
  expect(viewOf({ groupBy: 'image', exitCode: 1 }).summary.grouped, 'other matters narrow them').toBe(1);
});

test('[QRY-7] errors that differ by an id alone are one kind', () => {
  const kind = errorKindOf('network r1wmmmbgsvvocfp5j3dn3r6rx not found');
  expect(kind).toBe('network … not found');
  expect(errorKindOf('network 0e8f7ypdzhvt6d0yk2bxyn9ps not found')).toBe(kind);
  expect(errorKindOf('starting container failed: acknowledgement'), 'long words are no ids').toContain(
    'acknowledgement',
  );
  expect(errorKindOf('x'.repeat(999)).length).toBeLessThan(240);
});

test('[QRY-8] a change that touches neither rows nor counts is told as none', () => {
  const view = viewOf({ node: aNodeId('n1') });
  const { summary } = view;
  const [, before] = TASKS;
  if (!before) throw new Error('No task.');
  expect(view.apply([{ before, after: { ...before, state: 'failed' } }])).toBe(false);
  expect(view.summary).toBe(summary);
});
