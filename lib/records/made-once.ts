import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

function onDisk(file: string, flags: string, text?: string): void {
  const open = openSync(file, flags, 0o600);
  try {
    if (text !== undefined) writeSync(open, text);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/**
 * The text of a file that whoever comes first makes, once and for all, for its owner only. It has reached the disk before anybody
 * relies on it: what is only in the system's cache is an empty file after a power failure.
 * @throws Error where it is there and empty; `lost` says what a new one means.
 */
export function madeOnce(file: string, make: () => string, lost: string): string {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const read = () => readFileSync(file, 'utf8').trim();
  const held = orMissing(read);
  if (held === '')
    throw new Error(`${file} is empty: the disk lost it. Put it back from a backup, or remove it: then ${lost}.`);
  if (held !== undefined) return held;
  try {
    rmSync(draft, { force: true });
    onDisk(draft, 'wx', `${make()}\n`);
    linkSync(draft, file);
    onDisk(folder, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was first
  } finally {
    rmSync(draft, { force: true });
  }
  return read();
}

function orMissing(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
