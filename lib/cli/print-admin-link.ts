import { existsSync } from 'node:fs';
import { terminalWords } from '#lib/i18n/terminal-words';
import { makeIdentity } from '#lib/identity/server/identity';
import { type AdminLink, makeAdminLink } from '#lib/operations/people/make-admin-link';
import { setUpAddress } from '#lib/operations/people/set-up-address';
import { providerOf, sqliteFileOf } from '#lib/records/database-url';
import { openRecords } from '#lib/records/open-records';
import { readSettings, type Settings } from '#lib/server/env';
import { makeLog } from '#lib/server/log';
import { ownAddress } from '#lib/server/own-address';
import { runProgram } from './run-program';

/**
 * `npm run admin:link [-- e-mail]`: a one-time link for an admin whose password is lost, or for the first admin. It
 * opens the same database as the console, which may be running meanwhile. Whoever may run it may read that database
 * anyway.
 */
export async function adminLink(email: string | null, settings: Settings): Promise<{ made: boolean; words: string }> {
  const words = terminalWords();
  const { databaseUrl: url } = settings;
  const file = providerOf(url) === 'sqlite' ? sqliteFileOf(url) : null;
  if (file && !existsSync(file)) return { made: false, words: words('noDatabase', { place: file }) };
  const clock = { now: () => Date.now() };
  const log = makeLog('silent');
  const records = await openRecords({
    url,
    instanceDir: settings.dataDir,
    ledgerSecret: settings.ledgerSecret,
    log,
    clock,
    checkServerLock: false,
  });
  try {
    const { prisma, provider, links, people, ledger } = records;
    const { sessions } = makeIdentity({
      prisma,
      provider,
      links,
      people,
      secret: settings.authSecret,
      baseUrl: settings.baseUrl,
      port: settings.port,
      policy: { sessionHours: settings.sessionHours, secondFactorRoles: settings.secondFactorRoles },
      secureCookies: false,
      clock,
      log,
    });
    const link = await makeAdminLink({ sessions, ledger }, email);
    return { made: link.made !== 'nothing', words: wordsOf(link, email, ownAddress(settings)) };
  } finally {
    await records.close();
  }
}

function wordsOf(link: AdminLink, email: string | null, address: string): string {
  const words = terminalWords();
  if (link.made === 'first-admin') return `${words('firstAdmin')}\n  ${setUpAddress(address, link.secret)}`;
  if (link.made === 'new-password') {
    const { name, email: of } = link.person;
    return `${words('newPassword', { name, email: of })}\n  ${setUpAddress(address, link.secret)}`;
  }
  if (link.admins.length === 0) return words('noAdmin');
  const why = email ? words('noSuchAdmin', { email }) : words('whichAdmin');
  return [why, ...link.admins.map((admin) => `  ${admin.email}  ${admin.name}`)].join('\n');
}

/** Reads the settings as the console does, prints the link, and exits with 1 where none was made. */
export const printAdminLink = (args: readonly string[]): Promise<void> =>
  runProgram('cannotLink', async () => {
    const { made, words } = await adminLink(args[0] ?? null, readSettings(undefined, { make: false }));
    (made ? process.stdout : process.stderr).write(`${words}\n`);
    return made;
  });
