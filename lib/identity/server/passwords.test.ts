import { expect, test } from 'vitest';
import { codeOf } from '#lib/domain/testing/code-of';
import { hashPassword, PASSWORD_WORK, verifyPassword } from './passwords';

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

test('as much of this work as anybody can ask for takes its turn, and what is beyond the queue is refused at once', async () => {
  const hash = await hashPassword('correct-horse-battery');
  const { width, queue } = PASSWORD_WORK;
  const codes = await Promise.all(
    Array.from({ length: width + queue + 10 }, () => codeOf(verifyPassword({ hash, password: 'wrong' }))),
  );
  expect(codes.filter((code) => code === 'too_busy')).toHaveLength(10);
  expect(codes.slice(0, width + queue)).not.toContain('too_busy');
  expect(await verifyPassword({ hash, password: 'correct-horse-battery' })).toBe(true);
});
