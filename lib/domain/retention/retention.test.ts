import { expect, test } from 'vitest';
import { changedRetention, RETENTION, type Retention, retentionAt } from './retention';

const DAY = 86_400_000;
const stored = (ledgerDays: number | null, announced: Retention['announced'] = null): Retention => ({
  rules: { ...RETENTION, ledgerDays },
  announced,
});
const want = (ledgerDays: number | null) => ({ ...RETENTION, ledgerDays });

test('a shorter limit of the ledger is announced for seven days and holds after them', () => {
  const changed = changedRetention(stored(null), want(30), 0);
  expect(changed).toEqual(stored(null, { ledgerDays: 30, from: 7 * DAY }));
  expect(retentionAt(changed, 7 * DAY - 1)).toEqual(changed);
  expect(retentionAt(changed, 7 * DAY)).toEqual(stored(30));
});

test('the same limit asked for again does not begin its seven days anew, another one does', () => {
  const announced = changedRetention(stored(365), want(60), 0);
  expect(changedRetention(announced, want(60), 3 * DAY)).toEqual(announced);
  expect(changedRetention(announced, want(31), 3 * DAY).announced).toEqual({ ledgerDays: 31, from: 10 * DAY });
});

test('a longer limit holds at once and takes an announced one back', () => {
  const announced = changedRetention(stored(365), want(60), 0);
  expect(changedRetention(announced, want(365), DAY)).toEqual(stored(365));
  expect(changedRetention(announced, want(null), DAY)).toEqual(stored(null));
});

test('a limit from before there was a least one is lifted to it', () => {
  expect(retentionAt(stored(1), 0)).toEqual(stored(30));
});

test('task history and revisions change at once, whatever becomes of the ledger', () => {
  const wanted = { ledgerDays: 30, taskDays: 5, revisionsKept: 9 };
  expect(changedRetention(stored(null), wanted, 0).rules).toEqual({ ...wanted, ledgerDays: null });
});
