import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords';

test('passwords are kept by argon2id at the cost that OWASP asks for, each with a salt of its own', async () => {
  const [one, other] = await Promise.all([
    hashPassword('correct-horse-battery'),
    hashPassword('correct-horse-battery'),
  ]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword({ hash: one, password: 'correct-horse-battery' })).toBe(true);
  expect(await verifyPassword({ hash: one, password: 'correct-horse-batterz' })).toBe(false);
});

test('what is no hash opens for no password', async () => {
  expect(await verifyPassword({ hash: '', password: '' })).toBe(false);
});
