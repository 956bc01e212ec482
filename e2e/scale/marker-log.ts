import type { Noted } from './chromium';
import type { Marker } from './seeded-feed';

/** A marker that was seen. */
export interface Sighted {
  /** Epoch ms at which it was made. */
  at: number;
  /** From then until the page showed it. */
  ms: number;
}

/**
 * When each marker was made and when the page showed it. The page may pass over one when two come in one frame: then it
 * is shown by the next one, and its time is that one's.
 */
export function sightedMarkers(
  markers: readonly Marker[],
  noted: readonly Noted[],
  aheadMs: number,
  shownAt: (number: number) => number = (number) => number,
): Sighted[] {
  const sighted: Sighted[] = [];
  let at = 0;
  for (const { value, at: seen } of noted) {
    const shown = Number(value);
    const found = markers.findIndex(
      ({ number, at: made }, index) => index >= at && made <= seen - aheadMs + 1 && shownAt(number) === shown,
    );
    if (found < 0) continue;
    for (const { at: made } of markers.slice(at, found + 1)) sighted.push({ at: made, ms: seen - aheadMs - made });
    at = found + 1;
  }
  return sighted;
}
