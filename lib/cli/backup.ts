import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { terminalWords } from '#lib/i18n/terminal-words';
import { copySqlite, dumpPostgres } from '#lib/records/backup/copy-database';
import { runTool } from '#lib/records/backup/run-tool';
import { providerOf } from '#lib/records/database-url';
import { readSettings } from '#lib/server/env';
import { BACKUP_FORMAT, BACKUP_PARTS, BackupRefused } from './backup-archive';
import { runProgram } from './run-program';

/**
 * `npm run backup -- FILE`: the database as of now, the ledger's sealed segments in it, and the secret, in one archive;
 * beside a running console.
 */
await runProgram('cannotBackUp', async () => {
  const words = terminalWords();
  const target = process.argv[2];
  if (!target) throw new BackupRefused(words('backupUsage'));
  const file = path.resolve(target);
  if (existsSync(file)) throw new BackupRefused(words('backupExists', { file }));
  const { databaseUrl, dataDir } = readSettings(undefined, { make: false });
  const provider = providerOf(databaseUrl);
  const folder = mkdtempSync(path.join(path.dirname(file), '.swarmdeck-backup-'));
  try {
    const database = path.join(folder, BACKUP_PARTS[provider]);
    await (provider === 'sqlite' ? copySqlite : dumpPostgres)(databaseUrl, database);
    for (const part of [BACKUP_PARTS.secret, BACKUP_PARTS.instance])
      if (existsSync(path.join(dataDir, part))) copyFileSync(path.join(dataDir, part), path.join(folder, part));
    const manifest = { format: BACKUP_FORMAT, provider, madeAt: new Date().toISOString() };
    writeFileSync(path.join(folder, BACKUP_PARTS.manifest), JSON.stringify(manifest));
    // A backup holds everything, so it is readable by its owner only, and takes its name only when complete. Existing
    // files are never overwritten, because in a shared folder they may be somebody else's, or a link.
    rmSync(`${file}.part`, { force: true });
    writeFileSync(`${file}.part`, '', { mode: 0o600, flag: 'wx' });
    await runTool('tar', ['-czf', `${file}.part`, '-C', folder, '.']);
    renameSync(`${file}.part`, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${file}.part`, { force: true });
  }
  process.stdout.write(`${words('backedUp', { file })}\n`);
  if (!existsSync(path.join(dataDir, BACKUP_PARTS.secret))) process.stdout.write(`${words('backupWithoutSecret')}\n`);
  return true;
});
