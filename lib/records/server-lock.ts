import { DatabaseSync } from 'node:sqlite';
import { RecordsRefused } from './refused';
import { sqliteNameOf } from './sqlite/sqlite-errors';

/** How long to wait for a process that is shutting down. */
const PATIENCE_MS = 1_000;

/**
 * Holds `<file>.lock` while this process serves, so that no second one does. It is an open exclusive transaction,
 * because the operating system ends that however the process dies. Commands that only write a row beside the server
 * don't take it.
 */
export function takeServerLock(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteNameOf(error) !== 'SQLITE_BUSY') throw error;
    throw new RecordsRefused('in_use', { place: file }, error);
  }
  return () => lock.close();
}
