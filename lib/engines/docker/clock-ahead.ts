/** A Date header has seconds only, so a smaller difference is not certain; it does no harm either. */
const LEAST_MS = 5000;

/**
 * How far the clock of who answered is ahead of ours (negative: behind), ms, in steps of five seconds so that it stands still;
 * null where it is less, where the answer took so long that nobody can tell, or where it has no Date.
 */
export function clockAheadMs(date: string | undefined, begun: number, ended: number): number | null {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs) || ended - begun > LEAST_MS) return null;
  // A Date header is cut to the second.
  const ahead = theirs + 500 - (begun + ended) / 2;
  const steps = Math.round(ahead / LEAST_MS);
  return steps === 0 || Math.abs(ahead) < LEAST_MS ? null : steps * LEAST_MS;
}
