import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engines';
import { logOf, netnsOf, type Place } from './place';
import { initOf, markOf, processesOf } from './processes';
import { toolEnvironment } from './run';
import { HopelessError, waitFor } from './wait-for';

/**
 * Starts a command as the only child of a new pid 1, with its own mounts, host name and processes, in the network
 * namespace of `netnsPart`. It outlives this process; the end of its pid 1 ends everything below it at once, as a power
 * cut does. Returns when there is a pid 1: until then a look at the processes may find none.
 */
export async function powerOn(
  place: Place,
  part: string,
  netnsPart: string,
  command: readonly string[],
): Promise<void> {
  const log = openSync(logOf(place, part), 'a');
  const namespaces = ['--pid', '--fork', '--kill-child', '--mount', '--uts', '--ipc', '--mount-proc'];
  const [program = '', ...args] = command;
  const child = spawn(
    'nsenter',
    [`--net=${netnsOf(place, netnsPart)}`, 'unshare', ...namespaces, 'docker-init', '--', program, ...args],
    { cwd: join(place.directory, part), detached: true, env: toolEnvironment(), stdio: ['ignore', log, log] },
  );
  closeSync(log);
  await once(child, 'spawn');
  child.unref();
  const born = () => {
    if (child.exitCode !== null) throw new HopelessError(`${part} ended at once: see ${logOf(place, part)}`);
    return initOf(place, part);
  };
  await waitFor(`${part} to have a pid 1`, born, { everyMs: 10 });
}

/** The command that a node's namespaces run. */
export const nodeCommand = (place: Place, node: string, engine: Engine, dockerdOptions: readonly string[]) => [
  'sh',
  join(import.meta.dirname, 'inside-node.sh'),
  ...markOf(place, node),
  join(place.directory, node),
  engine.folder ?? '',
  ...dockerdOptions,
];

/** SIGKILL for all of it; returns when it is gone. Nothing to do when it is off already. */
export async function powerOff(place: Place, part: string): Promise<void> {
  await waitFor(`${part} of ${place.name} to be off`, () => {
    const alive = processesOf(place, part);
    for (const { pid } of alive) kill(pid, 'SIGKILL');
    return alive.length === 0;
  });
}

/** A process that is gone already needs no signal. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
