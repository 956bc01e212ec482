import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TASK_STATES } from '#lib/domain/task/task';
import { aNodeId, aServiceId } from '#lib/domain/testing/builders';
import { DEFAULT_TASK_QUERY, formatTaskQuery, parseTaskQuery, type TaskQuery } from './task-query';

test('[QRY-3] the default query is the bare address, and what an address leaves out is the default', () => {
  expect(formatTaskQuery(DEFAULT_TASK_QUERY)).toBe('');
  expect(parseTaskQuery('')).toEqual(DEFAULT_TASK_QUERY);
});

test('[QRY-3] an address says what a colleague can read', () => {
  expect(
    formatTaskQuery({
      ...DEFAULT_TASK_QUERY,
      text: '  web   db ',
      states: ['rejected', 'failed'],
      node: 'none',
      exitCode: 137,
      sort: 'since',
      descending: true,
    }),
  ).toBe('q=web+db&state=failed+rejected&node=none&exit=137&sort=-since');
});

test('[QRY-3] what it does not know is left out and the rest is taken', () => {
  const query = parseTaskQuery(
    `?state=failed,running,asleep&sort=colour&group=mood&exit=many&node=<b>&service=web&task=1&q=${'x'.repeat(999)}`,
  );
  expect(query).toEqual({
    ...DEFAULT_TASK_QUERY,
    states: ['running', 'failed'],
    service: 'web',
    text: 'x'.repeat(120),
  });
});

test('[QRY-3] every query comes back from its address', () => {
  const query = fc.record<TaskQuery>({
    text: fc.array(fc.stringMatching(/^[a-z&=+%.é中]{1,9}$/), { maxLength: 4 }).map((words) => words.join(' ')),
    states: fc.subarray([...TASK_STATES]),
    desired: fc.subarray([...TASK_STATES]),
    service: fc.constantFrom(null, aServiceId('web')),
    node: fc.constantFrom(null, 'none' as const, aNodeId('n1')),
    image: fc.constantFrom(null, 'registry:5000/app:1'),
    error: fc.constantFrom(null, '', 'exec: "x": no such\nfile & more'),
    exitCode: fc.constantFrom(null, 'none' as const, 0, -1, 137),
    sort: fc.constantFrom('service', 'state', 'since', 'node', 'created', 'image'),
    descending: fc.boolean(),
    groupBy: fc.constantFrom(null, 'error', 'exitCode', 'image', 'node'),
  });
  fc.assert(
    fc.property(query, (given) => {
      expect(parseTaskQuery(formatTaskQuery(given))).toEqual(given);
    }),
  );
});
