import { DatabaseSync } from 'node:sqlite';
import { RecordsRefused } from './refused';
import { sqliteNameOf } from './sqlite/sqlite-errors';

/** How long a process that is on its way out is waited for. */
const PATIENCE_MS = 1_000;

/**
 * Holds `<file>.lock` for as long as this process serves, so that no second one does. It is an open exclusive
 * transaction: the operating system ends it when the process dies, however it dies. Commands that only write a row
 * beside a serving process don't take it.
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
