import { expect, test, vi } from 'vitest';
import { terminalWords } from '#lib/i18n/terminal-words';
import type { Container } from '#lib/ports/container';
import { greeting } from './greeting';

const settings = { baseUrl: null, tls: null, host: '127.0.0.1', port: 3000, printsAdminLink: true };
const ports = (fresh: boolean) => {
  const sessions = { isFresh: async () => fresh, makeLink: vi.fn(async () => 'the-secret') };
  return { sessions, settings: { version: '1' } } as unknown as Container & { sessions: typeof sessions };
};
const greeted = (fresh: boolean, printsAdminLink: boolean, given = ports(fresh)) =>
  greeting({ ...settings, printsAdminLink }, given, terminalWords('en')).then((lines) => lines.join('\n'));

test('the first admin comes by a link, which is printed while nobody has an account', async () => {
  expect(await greeted(true, true)).toContain('#the-secret');
  expect(await greeted(false, true)).not.toContain('#');
});

test('where others read the output no link is made, and the command that makes one is named', async () => {
  const given = ports(true);
  const words = await greeted(true, false, given);
  expect(words).toContain('node dist/admin-link.mjs');
  expect(words).not.toContain('#');
  expect(given.sessions.makeLink).not.toHaveBeenCalled();
});
