import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes, in memory, that can be filled to its last byte and emptied again. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'swarmdeck-disk-'));

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'swarmdeck-small-disk', this.path]);
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }

  fill(): void {
    const file = openSync(this.#ballast, 'a');
    const page = Buffer.alloc(4096, 1);
    try {
      for (;;) writeSync(file, page);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  dispose(): void {
    execFileSync('umount', ['--lazy', this.path]);
    rmdirSync(this.path);
  }
}
