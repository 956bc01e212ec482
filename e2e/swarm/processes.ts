import { readdirSync, readFileSync } from 'node:fs';
import type { Place } from './place';

/** Every process that a lab starts carries its name and its part in its arguments: no pid file can be stale. */
const mark = 'swarmdeck-lab';

type LabProcess = { readonly pid: number; readonly part: string };

export const markOf = (place: Place, part: string) => [mark, place.name, part] as const;

/** The lab's marked processes that are alive, those of one part if given. A zombie is not alive. */
export function processesOf(place: Place, part?: string): LabProcess[] {
  return everyPid().flatMap((pid) => {
    const args = argumentsOf(pid);
    const at = args.indexOf(mark);
    const found = args[at + 2];
    if (at < 0 || args[at + 1] !== place.name || found === undefined || isZombie(pid)) return [];
    return part === undefined || part === found ? [{ pid, part: found }] : [];
  });
}

/** The process that is pid 1 of a node, as seen from outside. */
export const initOf = (place: Place, part: string): number | undefined =>
  processesOf(place, part).find(({ pid }) => statusOf(pid, 'NSpid')?.endsWith('\t1'))?.pid;

/** The dockerd of a node as seen from outside; undefined while it is stopped. */
export function dockerdOf(place: Place, node: string): number | undefined {
  const marked = new Set(processesOf(place, node).map(({ pid }) => pid));
  return everyPid().find((pid) => statusOf(pid, 'Name') === 'dockerd' && marked.has(Number(statusOf(pid, 'PPid'))));
}

/** Processes in a cgroup of the lab: its containers. */
export const containerPidsOf = (place: Place): number[] =>
  everyPid().filter((pid) => read(`/proc/${pid}/cgroup`).includes(`:/${place.cgroup}/`) && !isZombie(pid));

export const isAlive = (pid: number) => read(`/proc/${pid}/stat`) !== '' && !isZombie(pid);

const everyPid = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const argumentsOf = (pid: number) => read(`/proc/${pid}/cmdline`).split('\0');

const isZombie = (pid: number) => statusOf(pid, 'State')?.startsWith('Z') ?? true;

function statusOf(pid: number, field: string): string | undefined {
  const line = read(`/proc/${pid}/status`)
    .split('\n')
    .find((each) => each.startsWith(`${field}:`));
  return line?.slice(field.length + 1).trim();
}

/** A process may end between two looks at it; one that is gone has nothing to say. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
