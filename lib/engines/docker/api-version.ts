/** What we have never met is too old: 1.40 (19.03) is the first API that knows all that we write. */
export const OLDEST_API = '1.40';

/** Negative when `a` is older than `b`: versions are major.minor, and 1.9 is older than 1.40. */
export function compareApi(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
