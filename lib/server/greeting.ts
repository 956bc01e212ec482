import { terminalWords } from '#lib/i18n/terminal-words';
import { setUpAddress } from '#lib/operations/people/set-up-address';
import type { Container } from '#lib/ports/container';
import type { Settings } from './env';
import { ownAddress } from './own-address';

/** For the person who started the console: its address, and without accounts the way to make the first admin. */
export async function greeting(
  settings: Pick<Settings, 'printsAdminLink' | 'baseUrl' | 'tls' | 'host' | 'port'>,
  { sessions, settings: { version } }: Pick<Container, 'sessions' | 'settings'>,
  say = terminalWords(),
): Promise<string[]> {
  const address = ownAddress(settings);
  const serving = say('serving', { version, address });
  if (!(await sessions.isFresh())) return [serving];
  if (!settings.printsAdminLink) return [serving, say('firstAdminByCommand'), '  node dist/admin-link.mjs'];
  const secret = await sessions.makeLink({ kind: 'first-admin' });
  return [serving, say('firstAdmin'), `  ${setUpAddress(address, secret)}`];
}
