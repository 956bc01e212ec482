import { setTimeout as sleep } from 'node:timers/promises';

/** So long that only what never comes is given up: a busy machine is slow, not wrong. */
const PATIENCE_MS = 180_000;

/** Asks ten times a second until there is an answer. */
export async function until<Answer>(
  what: string,
  probe: () => Promise<Answer | undefined | null | false>,
  withinMs = PATIENCE_MS,
): Promise<Answer> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
    await sleep(100);
  }
}
