import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import packages from './debian-packages.json' with { type: 'json' };
import { toolEnvironment } from './run';

/** Debian package → the program that shows it is there. */
const debianPackages: Readonly<Record<string, string>> = packages;

/** Fails with one line that says what the machine lacks for a real swarm, and the remedy. */
export function assertMachine(): void {
  if (process.platform !== 'linux') throw new Error('a swarm under test needs Linux: its nodes are namespaces');
  if (process.getuid?.() !== 0) throw new Error('a swarm under test needs root: run this with sudo');
  const missing = missingPackages();
  if (missing.length > 0) {
    const programs = missing.map((name) => debianPackages[name]).join(', ');
    throw new Error(
      `a swarm under test needs ${programs}: apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    );
  }
}

function missingPackages(): string[] {
  return Object.entries(debianPackages)
    .filter(([name, program]) => {
      const path = pathOf(program);
      return path === undefined || (name === 'busybox-static' && isDynamic(path));
    })
    .map(([name]) => name);
}

/** Where a program is, looked for as `run` would. */
export function pathOf(program: string): string | undefined {
  const directories = (toolEnvironment().PATH ?? '').split(delimiter);
  return directories.map((directory) => join(directory, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The image holds nothing but busybox, so it must not want a loader. (ELF names its interpreter near the beginning.)
 */
const isDynamic = (path: string) => readFileSync(path).subarray(0, 4096).includes('/ld-');
