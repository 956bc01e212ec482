export const BACKUP_FORMAT = 1;

/** Names within the archive; those of the secret and the id are their names in DATA_DIR. */
export const BACKUP_PARTS = {
  manifest: 'backup.json',
  sqlite: 'database.sqlite',
  postgresql: 'database.pgdump',
  secret: 'auth-secret',
  instance: 'instance-id',
} as const;

/** The message has the reason and the remedy. */
export class BackupRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BackupRefused';
  }
}
