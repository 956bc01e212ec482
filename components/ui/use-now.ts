import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
/**
 * One present moment for every clock of the page until the next tick, because React reads a snapshot twice and requires
 * it to be equal.
 */
let present = 0;

const tick = () => {
  present = Date.now();
  for (const listener of listeners) listener();
};

/** One interval for all clocks of the page, none without subscribers. */
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  if (!timer) present = Date.now();
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000;

/**
 * A value derived from the present moment, every second; renders again only when it changes. During hydration the
 * present is `renderedAt`, so that server and browser agree. `read` must return a primitive.
 */
export const useNow = <Value extends string | number | boolean | null>(
  read: (now: number) => Value,
  renderedAt: number,
): Value =>
  useSyncExternalStore(
    subscribe,
    () => read(timer ? present : wholeSecond()),
    () => read(renderedAt),
  );
