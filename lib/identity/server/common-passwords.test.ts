import { expect, test } from 'vitest';
import { chosenPasswordProblem } from './common-passwords';

const ada = { name: 'Ada', email: 'ada@example.org' };

test.each(['1q2w3e4r5t6y', 'sonyericsson', 'FinalFantasy', 'qazwsxedcrfv'])(
  '%s is tried first, so it is refused',
  async (password) => {
    expect(await chosenPasswordProblem(password, ada)).toBe('password_is_common');
  },
);

test.each(['a new pass phrase 1', 'correct horse battery', 'x7#mQ2!vLp9$'])('%s is taken', async (password) => {
  expect(await chosenPasswordProblem(password, ada)).toBeNull();
});

test('what is wrong for another reason is told as that', async () => {
  expect(await chosenPasswordProblem('password', ada)).toBe('password_too_short');
});
