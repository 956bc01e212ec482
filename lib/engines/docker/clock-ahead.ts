/** A Date header has only seconds, so a smaller difference is uncertain; it does no harm either. */
const LEAST_MS = 5000;

/**
 * How far the manager's clock is ahead of ours (negative: behind), ms, in steps of five seconds so that it is stable;
 * null where it is less, where the answer took too long to measure, or where it has no Date.
 */
export function clockAheadMs(date: string | undefined, begun: number, ended: number): number | null {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs) || ended - begun > LEAST_MS) return null;
  // A Date header is truncated to the second.
  const ahead = theirs + 500 - (begun + ended) / 2;
  const steps = Math.round(ahead / LEAST_MS);
  return steps === 0 || Math.abs(ahead) < LEAST_MS ? null : steps * LEAST_MS;
}
