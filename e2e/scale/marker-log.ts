import type { Noted } from './chromium';
import type { Marker } from './seeded-feed';

/**
 * When each marker was made and when the page showed it. The page may pass over one when two come in one frame: then it is shown
 * by the next one, and its time is that one's.
 */
export function markerTimes(
  markers: readonly Marker[],
  noted: readonly Noted[],
  aheadMs: number,
  shownAt: (number: number) => number = (number) => number,
): number[] {
  const times: number[] = [];
  let at = 0;
  for (const { value, at: seen } of noted) {
    const shown = Number(value);
    const found = markers.findIndex(
      ({ number, at: made }, index) => index >= at && made <= seen - aheadMs + 1 && shownAt(number) === shown,
    );
    if (found < 0) continue;
    for (let index = at; index <= found; index++) times.push(seen - aheadMs - (markers[index] as Marker).at);
    at = found + 1;
  }
  return times;
}
