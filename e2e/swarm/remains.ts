import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isWill } from './last-will';
import { kill, powerOff } from './node-process';
import type { Place } from './place';
import { containerPidsOf, processesOf } from './processes';
import { run } from './run';
import { waitFor } from './wait-for';

/** Everything of a lab that is still on the machine, in words. Needs nothing but its name. */
export function remainsOf(place: Place): string[] {
  return [
    ...partsAlive(place).map(({ pid, part }) => `process ${pid} (${part})`),
    ...containerPidsOf(place).map((pid) => `process ${pid} (in a container)`),
    ...mountsOf(place).map((path) => `mount ${path}`),
    ...cgroupsOf(place).map((path) => `cgroup ${path}`),
    ...(existsSync(place.directory) ? [`directory ${place.directory}`] : []),
  ];
}

/** Removes all of it, in whatever state it is, and fails with a list of what stays. */
export async function removeRemains(place: Place): Promise<void> {
  const kinds = new Set(partsAlive(place).map(({ part }) => part));
  await Promise.all([...kinds].map((part) => powerOff(place, part)));
  for (const pid of containerPidsOf(place)) kill(pid, 'SIGKILL');
  const mounts = mountsOf(place);
  if (mounts.length > 0) await run('umount', ['--lazy', ...mounts]);
  for (const path of cgroupsOf(place)) await removeCgroup(path);
  rmSync(place.directory, { recursive: true, force: true });
  removeIfEmpty(dirname(place.directory));
  const remains = remainsOf(place);
  if (remains.length > 0) throw new Error(`lab ${place.name} left behind: ${remains.join('; ')}`);
}

/** The directory of all labs goes with the last of them. */
function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const partsAlive = (place: Place) => processesOf(place).filter(({ part }) => !isWill(part));

/** The last mounted comes first. */
const mountsOf = (place: Place) =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((path) => path.startsWith(`${place.directory}/`))
    .reverse();

/** In version 1 each controller has a tree of its own, in version 2 there is one. */
function cgroupsOf(place: Place): string[] {
  const root = '/sys/fs/cgroup';
  const trees = readdirSync(root).map((name) => join(root, name));
  return [...trees.filter((path) => !lstatSync(path).isSymbolicLink()), root]
    .map((tree) => join(tree, place.cgroup))
    .filter((path) => existsSync(path));
}

/** The kernel empties a cgroup a moment after its last process. */
async function removeCgroup(path: string): Promise<void> {
  await waitFor(`cgroup ${path} to be empty`, () => removeTree(path) || !existsSync(path), {
    withinMs: 10_000,
    everyMs: 20,
  });
}

/** Only directories can be removed there; their files go with them. */
function removeTree(path: string): boolean {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(path, entry.name));
  }
  rmdirSync(path);
  return true;
}
