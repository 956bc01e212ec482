import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId, UserId } from '#lib/domain/ids';
import { makeIdentity } from '#lib/identity/server/identity';
import { HOME } from '#lib/identity/server/testing/clients';
import { testSettings } from '#lib/identity/server/testing/settings';
import type { Sessions } from '#lib/ports/sessions';
import type { Records } from '#lib/records/open-records';
import { aSqliteDatabase, openTestRecords, type TestDatabase } from '#lib/records/testing/databases';
import { readSettings, type Settings } from '#lib/server/env';
import { adminLink } from './print-admin-link';

const PASSWORD = 'correct-horse-battery';
let database: TestDatabase;
let console_: Records;
let sessions: Sessions;
let settings: Settings;

const secretIn = (words: string) => words.match(/http:\/\/127\.0\.0\.1:3000\/set-up#([\w-]{43})/)?.[1] ?? '';
const anAccount = async (email: string, role: 'admin' | 'viewer', fresh = false) =>
  sessions.claimLink(
    await sessions.makeLink(fresh ? { kind: 'first-admin' } : { kind: 'invitation', role }),
    { name: email.split('@')[0] ?? '', email, password: PASSWORD },
    HOME,
  );

// the console is open all the while, as it is for people
beforeEach(async () => {
  database = aSqliteDatabase();
  console_ = await openTestRecords(database);
  settings = readSettings({ DATA_DIR: database.folder, DATABASE_URL: database.url });
  sessions = makeIdentity({ ...testSettings(console_), secret: settings.authSecret }).sessions;
});
afterEach(async () => {
  await console_.close();
  await database.remove();
});

test('where nobody has an account, the link makes the first admin', async () => {
  const { made, words } = await adminLink(null, settings);
  expect(made).toBe(true);
  expect(await sessions.inspectLink(secretIn(words), HOME)).toMatchObject({ kind: 'first-admin' });
});

test('with one admin it is theirs, ends their sessions when it is used, and stands in the ledger', async () => {
  const ada = await anAccount('ada@example.org', 'admin', true);
  const ended: (SessionId | UserId)[] = [];
  sessions.onSessionEnd((id) => ended.push(id));
  const { words } = await adminLink(null, settings);
  expect(words).toContain('ada (ada@example.org)');
  await sessions.claimLink(secretIn(words), { name: '', email: '', password: 'another-good-one' }, HOME);
  expect(ended).toEqual([ada.principal.sessionId]);
  const { items } = await console_.ledger.operations({ limit: 10 });
  expect(items).toMatchObject([
    {
      action: 'admin.link',
      state: 'settled',
      outcome: 'done',
      target: { kind: 'user', name: 'ada' },
      by: { id: null },
    },
  ]);
  expect(JSON.stringify(items)).not.toContain(secretIn(words));
});

test('of several admins it asks for one by e-mail, and takes nobody else', async () => {
  await anAccount('ada@example.org', 'admin', true);
  await anAccount('bob@example.org', 'admin');
  await anAccount('vera@example.org', 'viewer');
  const unsaid = await adminLink(null, settings);
  expect(unsaid).toMatchObject({ made: false });
  expect(unsaid.words).toContain('bob@example.org');
  expect(unsaid.words).not.toContain('vera@example.org');
  expect(await adminLink('vera@example.org', settings)).toMatchObject({ made: false });
  expect((await adminLink('BOB@example.org', settings)).words).toContain('bob (bob@example.org)');
});

test('without a database it says where it looked, and makes nothing there', async () => {
  const folder = join(database.folder, 'elsewhere');
  const elsewhere = readSettings({ DATA_DIR: folder }, { make: false });
  expect(existsSync(folder)).toBe(false);
  const { made, words } = await adminLink(null, elsewhere);
  expect(made).toBe(false);
  expect(words).toContain(join(folder, 'swarmdeck.db'));
  expect(existsSync(folder)).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});
