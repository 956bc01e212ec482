import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { asFaultParams, claimProblems, PASSWORD_MAX, passwordProblem } from './claim';

const GOOD = { name: 'Ada', email: 'ada@example.org', password: 'correct-horse-battery' };
const nobody = { name: '', email: '' };

test('a name, an e-mail and twelve characters will do', () => expect(claimProblems(GOOD)).toEqual([]));

describe('a password', () => {
  test.each([
    ['eleven-char', 'password_too_short'],
    ['twelve-chars', null],
    // twelve characters for a person, 24 units for a machine
    ['🐝'.repeat(11), 'password_too_short'],
    ['🐝🐞🦋🐌🐛🐜🦗🦂🦟🐙🦑🦀', null],
    [`${'x'.repeat(PASSWORD_MAX - 1)}y`, null],
    ['passwordpassword', 'password_is_common'],
    ['123412341234', 'password_is_common'],
    ['123456789012', 'password_is_common'],
    ['0987654321abc', 'password_is_common'],
    ['Qwertyuiop12', 'password_is_common'],
    ['zzzzzzzzzzzz', 'password_is_common'],
    ['x'.repeat(PASSWORD_MAX + 1), 'password_too_long'],
  ])('%j: %s', (password, reason) => expect(passwordProblem(password, nobody)).toBe(reason));

  test('is neither the e-mail nor the name, in whatever case', () => {
    expect(passwordProblem('ADA@example.org', GOOD)).toBe('password_is_email');
    expect(passwordProblem(' ada lovelace ', { name: 'Ada Lovelace', email: '' })).toBe('password_is_name');
  });
});

describe('an e-mail', () => {
  const EMAILS = [
    'ada@example.org',
    'ada.l+swarm@mail.example.co.uk',
    "o'neil@example.org",
    'a_b-c@corp.local',
    'A@B.CD',
    'ada',
    'ada@',
    '@example.org',
    'ada@localhost',
    'a..b@example.org',
    '.a@example.org',
    'a.@example.org',
    "a'@example.org",
    'a b@example.org',
    'ada@example..org',
    'ada@-x.org',
    'ada@exa_mple.org',
    'ada@example.o',
    'ada@example.org\n',
    '阿达@example.org',
  ];
  test.each(EMAILS)('%j is refused here when sign-in would refuse it', (email) => {
    const isRefused = claimProblems({ ...GOOD, email }).some(({ reason }) => reason === 'not_an_email');
    expect(isRefused).toBe(!z.email().safeParse(email.trim()).success);
  });
});

test('all that is wrong is told at once, as two lists side by side', () => {
  const problems = claimProblems({ name: 'x'.repeat(101), email: '', password: '' });
  expect(asFaultParams(problems)).toEqual({
    fields: ['name', 'email', 'password'],
    reasons: ['too_long', 'missing', 'password_too_short'],
  });
});
