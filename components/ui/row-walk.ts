import type { KeyboardEvent } from 'react';

export const indexOfRow = (element: Element) => Number(element.closest('tr')?.dataset.index);

/** Which row's link a key leads to from the one that has the focus; null where the key walks nowhere. */
export function rowToGo(event: KeyboardEvent, count: number): number | null {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row-link]')) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const here = indexOfRow(event.target);
  const there = {
    ArrowDown: here + 1,
    j: here + 1,
    ArrowUp: here - 1,
    k: here - 1,
    Home: 0,
    End: count - 1,
    PageDown: here + 10,
    PageUp: here - 10,
  }[event.key];
  return there === undefined ? null : Math.min(count - 1, Math.max(0, there));
}
