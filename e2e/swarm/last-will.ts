import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { kill } from './node-process';
import type { Place } from './place';
import { isAlive, markOf, processesOf } from './processes';
import { toolEnvironment } from './run';
import { waitFor } from './wait-for';

const part = 'will-of-';
const command = join(import.meta.dirname, '../../scripts/swarm.mjs');

/** Takes the promise back. */
export type Revoke = () => Promise<void>;

/**
 * Promises that the lab is taken down when this process is no more, however it ends: a shell waits for the end of a
 * pipe that only this process holds open.
 */
export function makeWill(place: Place): Revoke {
  const script = 'read -r revoked; if [ "$revoked" != revoked ]; then shift 2; "$@"; fi';
  const down = [process.execPath, command, 'down', '--name', place.name];
  const executor = spawn('sh', ['-c', script, ...markOf(place, `${part}${process.pid}`), ...down], {
    detached: true,
    env: toolEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => executor.once('exit', () => resolve()));
  executor.unref();
  (executor.stdin as unknown as { unref(): void }).unref();
  return async () => {
    // The executor may have been ended by a `down` elsewhere.
    executor.stdin.on('error', () => undefined);
    executor.stdin.end('revoked\n');
    await Promise.allSettled([finished(executor.stdin)]);
    executor.ref();
    await ended;
  };
}

/** Fails while another living process holds the lab; waits while the will of a dead one is carried out. */
export async function awaitWills(place: Place): Promise<void> {
  await waitFor(
    `the last will for lab ${place.name} to be carried out`,
    () => wills(place).every(({ owner }) => isAlive(owner)),
    { withinMs: 60_000 },
  );
  const holder = holderOf(place);
  if (holder) throw new Error(`lab ${place.name} is held by process ${holder}: use another name or end that first`);
}

/** The living process that has promised to take the lab down. */
export const holderOf = (place: Place) => wills(place).find(({ owner }) => isAlive(owner))?.owner;

/** For who takes the lab down without being its owner. The executor that started us has to live on. */
export function annulWills(place: Place): void {
  for (const { pid } of wills(place)) if (pid !== process.ppid) kill(pid, 'SIGKILL');
}

export const isWill = (name: string) => name.startsWith(part);

const wills = (place: Place) =>
  processesOf(place)
    .filter((each) => isWill(each.part))
    .map(({ pid, part: name }) => ({ pid, owner: Number(name.slice(part.length)) }));
