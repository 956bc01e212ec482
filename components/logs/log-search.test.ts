import { expect, test } from 'vitest';
import { aLine } from '#lib/domain/log/testing/frames';
import { entryOf, type LogRow } from './log-entry';
import { matchesIn, nextMatch, partsOf } from './log-search';

const rows: LogRow[] = ['An error', 'fine', '\u001b[31mERR\u001b[0mor'].map((text, id) =>
  entryOf(id, aLine('a', id, text)),
);

test('rows are found whatever the case, and as they are read and not as they were coloured', () => {
  expect(matchesIn(rows, 'error')).toEqual([0, 2]);
  expect(matchesIn(rows, '[31m')).toEqual([]);
  expect(matchesIn(rows, '')).toEqual([]);
});

test('the next match is after the place where one is, and after the last comes the first', () => {
  expect(nextMatch([2, 5, 9], 5, 1)).toBe(9);
  expect(nextMatch([2, 5, 9], 9, 1)).toBe(2);
  expect(nextMatch([2, 5, 9], 5, -1)).toBe(2);
  expect(nextMatch([2, 5, 9], 2, -1)).toBe(9);
  expect(nextMatch([], 2, 1)).toBeNull();
});

test('what is sought is marked in each place, and nothing of the text is lost', () => {
  expect(partsOf('aXbxc', 'x')).toEqual([
    { text: 'a', hit: false },
    { text: 'X', hit: true },
    { text: 'b', hit: false },
    { text: 'x', hit: true },
    { text: 'c', hit: false },
  ]);
});
