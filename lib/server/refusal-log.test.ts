import { beforeEach, expect, test } from 'vitest';
import { keptLog } from '#lib/http/testing/ports';
import type { Refusal } from '#lib/ports/refusals';
import { LINES_A_MINUTE, RefusalLog } from './refusal-log';

const refusal: Refusal = {
  code: 'wrong_credentials',
  route: 'session.sign-in',
  address: '203.0.113.9',
  userAgent: 'curl',
  email: 'Ada@example.org ',
};

let log: ReturnType<typeof keptLog>;
let now: number;
let refusals: RefusalLog;
beforeEach(() => {
  log = keptLog();
  now = 1_000_000;
  refusals = new RefusalLog({ log, clock: { now: () => now }, secret: 'a secret of the tests, long enough for it' });
});

test('a refusal is a line with all that is known, and the e-mail as a keyed digest', () => {
  refusals.note(refusal);
  refusals.note({ ...refusal, email: 'ada@example.org' });
  refusals.note({ ...refusal, email: 'bea@example.org' });
  const accounts = log.lines.map(({ fields }) => (fields as { account: string }).account);
  expect(accounts[0]).toMatch(/^[0-9a-f]{16}$/);
  expect(accounts[1]).toBe(accounts[0]);
  expect(accounts[2]).not.toBe(accounts[0]);
  expect(JSON.stringify(log.lines)).not.toMatch(/example\.org/i);
  expect(log.lines[0]).toMatchObject({
    level: 'warn',
    fields: { code: 'wrong_credentials', route: 'session.sign-in', address: '203.0.113.9', userAgent: 'curl' },
  });
});

test('a flood is counted and does not fill the log, and what is refused for another reason is still seen', () => {
  for (let n = 0; n < LINES_A_MINUTE + 25; n += 1) refusals.note(refusal);
  expect(log.lines).toHaveLength(LINES_A_MINUTE);
  refusals.note({ ...refusal, code: 'wrong_code' });
  expect(log.lines.at(-1)).toMatchObject({ fields: { code: 'wrong_code' } });
  now += 60_000;
  refusals.note(refusal);
  expect(log.lines).toHaveLength(LINES_A_MINUTE + 3);
  expect(log.lines.at(-2)).toMatchObject({ fields: { more: { wrong_credentials: 25 } } });
});
