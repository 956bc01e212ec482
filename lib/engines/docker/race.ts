export type RaceResult<Item, Won> =
  | { ok: true; won: Won; by: Item; lost: Map<Item, unknown> }
  | { ok: false; lost: Map<Item, unknown> };

/**
 * Tries the items in order of preference. The next one starts when one has failed or after `headStartMs` without a
 * response; the first success wins and the others are aborted. A silent one is not given up, because a manager without
 * a leader responds as soon as there is one.
 */
export function raceInOrder<Item, Won>(
  items: readonly Item[],
  headStartMs: number,
  run: (item: Item, signal: AbortSignal) => Promise<Won>,
  outer?: AbortSignal,
): Promise<RaceResult<Item, Won>> {
  const lost = new Map<Item, unknown>();
  const runners = new AbortController();
  let next = 0;
  let headStart: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;

  return new Promise<RaceResult<Item, Won>>((resolve) => {
    stop = () => resolve({ ok: false, lost });
    outer?.addEventListener('abort', stop, { once: true });
    if (outer?.aborted || items.length === 0) return stop();

    const startNext = () => {
      clearTimeout(headStart);
      const item = items[next];
      if (item === undefined || runners.signal.aborted) return;
      next += 1;
      headStart = setTimeout(startNext, headStartMs);
      run(item, runners.signal).then(
        (won) => resolve({ ok: true, won, by: item, lost }),
        (error) => {
          lost.set(item, error);
          if (lost.size === items.length) stop();
          else startNext();
        },
      );
    };
    startNext();
  }).finally(() => {
    clearTimeout(headStart);
    outer?.removeEventListener('abort', stop);
    runners.abort();
  });
}
