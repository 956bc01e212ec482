import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

function flushed(file: string, flags: 'w' | 'r', text = ''): void {
  const open = openSync(file, flags, 0o600);
  try {
    if (text) writeSync(open, text);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** Creates the file complete and flushed to disk, or not at all. */
function makeDurably(file: string, text: string): void {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    flushed(draft, 'w', text);
    linkSync(draft, file);
    flushed(folder, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was first
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The text of a file that the first caller creates, once and for all, readable by its owner only. It is flushed to disk
 * before use, because a cached file would be empty after a power failure.
 * @throws Error where it is there and empty; `lost` says what a new one means.
 */
export function madeOnce(file: string, make: () => string, lost: string): string {
  if (!existsSync(file)) makeDurably(file, `${make()}\n`);
  const text = readFileSync(file, 'utf8').trim();
  if (text) return text;
  throw new Error(`${file} is empty: the disk lost it. Put it back from a backup, or remove it: then ${lost}.`);
}
