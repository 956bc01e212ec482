import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { LedgerRow } from '#lib/ports/ledger';
import { canonicalJson } from '../canonical-json';

/**
 * The last row that was read, which the next one has to follow. `keyed`: it was hashed with the key, so the next one
 * must be too.
 */
export interface LedgerHead {
  seq: number;
  hash: string;
  keyed: boolean;
}

/** What the first row follows. */
export const GENESIS: LedgerHead = { seq: 0, hash: '0'.repeat(64), keyed: false };

/** The canonical JSON of everything in a row except its own hash, including the hash of the previous row. */
const textOf = ({ seq, prevHash, kind, operationId, at, instance, boot, body }: Omit<LedgerRow, 'hash'>): string =>
  canonicalJson({ seq, prevHash, kind, operationId, at, instance, boot, body });

/**
 * Links the rows of the ledger. Each hash is an HMAC-SHA-256 with a key that is not in the database, because whoever
 * can write to the database could recompute plain hashes. Rows from before there was a key have a plain SHA-256, which
 * is valid only before the first keyed row.
 */
export class Chain {
  readonly #key: Buffer;

  /** `secret`: LEDGER_KEY, or AUTH_SECRET where none is set. */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'swarmdeck ledger', 32));
  }

  /** The row that follows `head`. */
  append(head: Pick<LedgerHead, 'seq' | 'hash'>, entry: Omit<LedgerRow, 'seq' | 'prevHash' | 'hash'>): LedgerRow {
    const row = { ...entry, seq: head.seq + 1, prevHash: head.hash };
    return { ...row, hash: this.#keyedHash(row) };
  }

  /** The head after this row; null when the row was altered or moved. */
  next(head: LedgerHead, row: LedgerRow): LedgerHead | null {
    const { seq, hash } = row;
    if (seq !== head.seq + 1 || row.prevHash !== head.hash) return null;
    if (this.isKeyed(row)) return { seq, hash, keyed: true };
    const isPlain = !head.keyed && hash === createHash('sha256').update(textOf(row)).digest('hex');
    return isPlain ? { seq, hash, keyed: false } : null;
  }

  isKeyed = (row: LedgerRow): boolean => row.hash === this.#keyedHash(row);

  #keyedHash(row: Omit<LedgerRow, 'hash'>): string {
    return createHmac('sha256', this.#key).update(textOf(row)).digest('hex');
  }
}
