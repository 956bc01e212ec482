/** Why the records can't be opened. Checked at start, before anything is served. */
export type RefusalCode =
  /** Another Swarmdeck process serves from this SQLite file. */
  | 'in_use'
  /** The database was used by a newer version. */
  | 'newer'
  /** The text of an applied migration has changed. */
  | 'edited'
  /** A migration was begun and not finished. */
  | 'half_applied'
  /** Migrations are missing, and this command does not apply them. */
  | 'behind'
  /** Triggers that keep the ledger append-only are missing. */
  | 'unguarded'
  /** The newest row of the ledger was not written with the console's key. */
  | 'other_key'
  /** It can't be reached, read or written at all. */
  | 'unusable';

export type RefusalParams = { place: string; name?: string; text?: string };

const SENTENCES: Record<RefusalCode, (params: RefusalParams) => string> = {
  in_use: ({ place }) =>
    `Another Swarmdeck process is serving from ${place}. Stop that one, or give this one its own DATA_DIR.`,
  newer: ({ place, name }) =>
    `${place} was used by a newer Swarmdeck (migration ${name}). Start that version, or restore a backup from before it.`,
  edited: ({ place, name }) =>
    `Migration ${name} was applied to ${place} with another text than it has now. Restore its file as it was released.`,
  half_applied: ({ place, name }) =>
    `Migration ${name} began on ${place} and did not end. Restore a backup, or finish it by hand and set finished_at in _prisma_migrations.`,
  behind: ({ place, name }) =>
    `${place} lacks migration ${name}. Start Swarmdeck once, which applies it, and try again.`,
  unguarded: ({ place, name }) =>
    `The ledger in ${place} is not guarded: trigger ${name} is missing, off or not the one of its migration, so rows may have been changed. Check the ` +
    'chain against a backup or a noted head, then create the trigger again as in prisma/migrations.',
  other_key: ({ place, name }) =>
    `Row ${name}, the newest of the ledger in ${place}, was not written with this console's key. If AUTH_SECRET was changed, set ` +
    'LEDGER_KEY to what AUTH_SECRET was before. If it was not, somebody has written to the database past the console: restore a backup.',
  unusable: ({ place, text }) =>
    `The database ${place} can't be used: ${text}. Check that it is there, reachable, and writable for this user.`,
};

/** Thrown by openRecords; the message has the cause and the remedy, `code` and `params` are for other languages. */
export class RecordsRefused extends Error {
  readonly code: RefusalCode;
  readonly params: RefusalParams;

  constructor(code: RefusalCode, params: RefusalParams, cause?: unknown) {
    super(SENTENCES[code](params), { cause });
    this.name = 'RecordsRefused';
    this.code = code;
    this.params = params;
  }
}
