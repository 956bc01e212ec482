import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A disk in a file, with ext4 on it, that can fail: the kernel then makes it read-only under the files that are open.
 */
export class FailingDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'swarmdeck-disk-'));
  #image = `${this.path}.img`;

  constructor(megabytes: number) {
    writeFileSync(this.#image, '');
    truncateSync(this.#image, megabytes * 2 ** 20);
    execFileSync('/sbin/mkfs.ext4', ['-q', this.#image]);
    this.#mount();
  }

  #mount(): void {
    execFileSync('mount', ['-o', 'loop', this.#image, this.path]);
  }

  fail(): void {
    execFileSync('mount', ['-o', 'remount,abort', this.path]);
  }

  /**
   * Once nobody has a file open on it. A copy is mended and mounted: a node of a lab that was powered on meanwhile has
   * the failed mount in its own namespace, so the kernel keeps it, and would mount the same image read-only again.
   */
  mend(): void {
    execFileSync('umount', [this.path]);
    const failed = this.#image;
    this.#image = `${this.path}.mended.img`;
    copyFileSync(failed, this.#image);
    rmSync(failed);
    try {
      execFileSync('/sbin/fsck.ext4', ['-p', '-f', this.#image], { stdio: 'ignore' });
    } catch (error) {
      if ((error as { status: number }).status !== 1) throw error; // 1: what was wrong is mended
    }
    this.#mount();
  }

  dispose(): void {
    execFileSync('umount', ['--lazy', this.path]);
    rmSync(this.path, { recursive: true });
    rmSync(this.#image);
  }
}
