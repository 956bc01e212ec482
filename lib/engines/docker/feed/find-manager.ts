import { Fault } from '#lib/domain/fault';
import type { Connection } from '../connection';
import type { Managers } from '../managers';
import { raceInOrder } from '../race';

/** How soon the next manager is tried while one is silent: two requests cost a feed less than waiting. */
const HEAD_START_MS = 300;

export interface FindObserver {
  failed(connection: Connection, error: unknown): void;
  /** It has not responded yet, and is waited for. */
  silent(connection: Connection, fault: Fault): void;
}

/** The first manager that serves, tried in this order. null when none does or the signal is aborted. */
export async function findManager(
  managers: Managers,
  order: readonly Connection[],
  observer: FindObserver,
  signal: AbortSignal,
): Promise<Connection | null> {
  const result = await raceInOrder(
    order,
    HEAD_START_MS,
    (each, given) => admit(managers, each, observer, given),
    signal,
  );
  return result.ok ? result.won : null;
}

/** Keeps waiting for a silent manager, because it responds as soon as there is a leader. */
async function admit(
  managers: Managers,
  connection: Connection,
  observer: FindObserver,
  signal: AbortSignal,
): Promise<Connection> {
  const { silentMs, holdMs } = managers.deadlines;
  const silent = () => {
    const reason = connection.isAlive ? 'holds' : 'silent';
    observer.silent(
      connection,
      new Fault('engine_timeout', { endpoint: connection.label, seconds: silentMs / 1000, reason }),
    );
  };
  const timer = setTimeout(silent, silentMs);
  try {
    return await managers.admit(connection, { deadlineMs: holdMs, signal });
  } catch (error) {
    if (!signal.aborted) observer.failed(connection, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
