import { setTimeout as pause } from 'node:timers/promises';

export type Patience = { withinMs?: number; everyMs?: number };

/**
 * Asks again and again until the answer is neither undefined nor false, and gives it. A probe that throws or hangs
 * counts as "not yet"; when time is up the error says what was waited for and the last thing that went wrong.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { withinMs = 30_000, everyMs = 100 }: Patience = {},
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + withinMs;
  const stop = new AbortController();
  const late = pause(withinMs, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const);
  let last: unknown;
  try {
    for (;;) {
      const answer = await Promise.race([attempt(probe), late]);
      if (answer !== 'late' && 'value' in answer) return answer.value as Exclude<T, undefined | false>;
      if (answer !== 'late') last = answer.error ?? last;
      if (answer === 'late' || Date.now() + everyMs > deadline) break;
      await pause(everyMs);
    }
  } finally {
    stop.abort();
  }
  const reason = last instanceof Error ? ` (${last.message})` : '';
  throw new Error(`waited ${withinMs} ms in vain for: ${what}${reason}`, { cause: last });
}

async function attempt<T>(probe: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    const value = await probe();
    return value === undefined || value === false ? { error: undefined } : { value };
  } catch (error) {
    // Throwing this at once means that waiting is useless.
    if (error instanceof HopelessError) throw error;
    return { error };
  }
}

/** Thrown by a probe that knows that what is waited for will never come. */
export class HopelessError extends Error {}
