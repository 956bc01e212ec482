import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { terminalWords } from '#lib/i18n/terminal-words';
import {
  consolesOn,
  dumpPostgres,
  holdSqlite,
  inSpareDatabase,
  restorePostgres,
} from '#lib/records/backup/copy-database';
import { runTool } from '#lib/records/backup/run-tool';
import { providerOf, sqliteFileOf } from '#lib/records/database-url';
import { readSettings, type Settings } from '#lib/server/env';
import { BACKUP_FORMAT, BACKUP_PARTS, BackupRefused } from './backup-archive';
import { checkLedger, type LedgerReport, wordsOfReport } from './check-ledger';
import { runProgram } from './run-program';

const words = terminalWords();

interface Unpacked {
  /** Where the archive's parts lie, on the same disk as DATA_DIR. */
  folder: string;
  provider: 'sqlite' | 'postgresql';
  madeAt: string;
  /** What keyed the ledger in it: LEDGER_KEY where one is set, else the secret that came along. */
  ledgerSecret: string;
}

async function unpacked(file: string, { dataDir, ledgerSecret, authSecret }: Settings): Promise<Unpacked> {
  const folder = mkdtempSync(path.join(dataDir, '.restore-'));
  try {
    await runTool('tar', ['-xzf', file, '-C', folder, '--no-same-owner']);
    // A link would be moved into DATA_DIR and written through, wherever it leads.
    if (readdirSync(folder, { withFileTypes: true }).some((each) => !each.isFile()))
      throw new BackupRefused(words('notABackup', { file }));
    const manifest = path.join(folder, BACKUP_PARTS.manifest);
    if (!existsSync(manifest)) throw new BackupRefused(words('notABackup', { file }));
    const { format, provider, madeAt } = JSON.parse(readFileSync(manifest, 'utf8')) as Unpacked & { format: number };
    if (format !== BACKUP_FORMAT) throw new BackupRefused(words('notABackup', { file }));
    const secret = path.join(folder, BACKUP_PARTS.secret);
    const ownKey = ledgerSecret !== authSecret || !existsSync(secret);
    return { folder, provider, madeAt, ledgerSecret: ownKey ? ledgerSecret : readFileSync(secret, 'utf8').trim() };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function assertWhole(report: LedgerReport): void {
  if (!report.isWhole) throw new BackupRefused(`${words('backupBroken')}\n${wordsOfReport(report)}`);
}

/** What was there is put aside and not removed. */
function exchange(files: readonly string[], folder: string, dataDir: string): string {
  const aside = path.join(dataDir, `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const part of files) {
    const [place, comes] = [path.join(dataDir, part), path.join(folder, part)];
    if (!existsSync(comes)) continue;
    if (existsSync(place)) renameSync(place, path.join(aside, part));
    renameSync(comes, place);
  }
  return aside;
}

const KEPT_PARTS = [BACKUP_PARTS.secret, BACKUP_PARTS.instance];

async function restoreSqlite({ folder, ledgerSecret }: Unpacked, { databaseUrl, dataDir }: Settings): Promise<string> {
  const release = holdSqlite(databaseUrl);
  try {
    const copy = path.join(folder, BACKUP_PARTS.sqlite);
    // A backup of an older version is brought up to this one on the copy, before anything is exchanged.
    const report = await checkLedger({ url: `file:${copy}`, dataDir: folder, ledgerSecret, migrate: true });
    assertWhole(report);
    const aside = exchange(KEPT_PARTS, folder, dataDir);
    const place = sqliteFileOf(databaseUrl);
    for (const ending of ['', '-wal', '-shm'])
      if (existsSync(place + ending)) renameSync(place + ending, path.join(aside, path.basename(place) + ending));
    chmodSync(copy, 0o600);
    renameSync(copy, place);
    return aside;
  } finally {
    release();
  }
}

async function restoreIntoPostgres(
  { folder, ledgerSecret }: Unpacked,
  { databaseUrl, dataDir }: Settings,
): Promise<string> {
  if ((await consolesOn(databaseUrl)) > 0) throw new BackupRefused(words('restoreWhileServing'));
  const dump = path.join(folder, BACKUP_PARTS.postgresql);
  const check = async (url: string) => {
    await restorePostgres(url, dump);
    return checkLedger({ url, dataDir: folder, ledgerSecret });
  };
  const report = await inSpareDatabase(databaseUrl, check);
  if (report) assertWhole(report);
  else process.stdout.write(`${words('restoreUnchecked')}\n`);
  const before = path.join(folder, 'before.pgdump');
  await dumpPostgres(databaseUrl, before);
  await restorePostgres(databaseUrl, dump);
  if (!report) assertWhole(await checkLedger({ url: databaseUrl, dataDir: folder, ledgerSecret }));
  const aside = exchange(KEPT_PARTS, folder, dataDir);
  renameSync(before, path.join(aside, BACKUP_PARTS.postgresql));
  return aside;
}

/** `npm run restore -- FILE`: only while no console serves, and only a backup whose ledger is whole. */
await runProgram('cannotRestore', async () => {
  const given = process.argv[2];
  if (!given) throw new BackupRefused(words('restoreUsage'));
  const file = path.resolve(given);
  if (!existsSync(file)) throw new BackupRefused(words('notABackup', { file }));
  const settings = readSettings(undefined, { make: true });
  const backup = await unpacked(file, settings);
  try {
    const provider = providerOf(settings.databaseUrl);
    if (backup.provider !== provider)
      throw new BackupRefused(words('otherDatabase', { found: backup.provider, wanted: provider }));
    const restored = await (provider === 'sqlite' ? restoreSqlite : restoreIntoPostgres)(backup, settings);
    process.stdout.write(`${words('restored', { file, madeAt: backup.madeAt, aside: restored })}\n`);
    return true;
  } finally {
    rmSync(backup.folder, { recursive: true, force: true });
  }
});
