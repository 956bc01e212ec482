/** An unknown version counts as too old: 1.40 (19.03) is the first API with everything that we write. */
export const OLDEST_API = '1.40';

/** The first release of each API. (docs.docker.com/reference/api/engine, version matrix) */
const FIRST_WITH: readonly [release: string, api: string][] = [
  ['29.0', '1.52'],
  ['28.3', '1.51'],
  ['28.2', '1.50'],
  ['28.1', '1.49'],
  ['28.0', '1.48'],
  ['27.2', '1.47'],
  ['27.0', '1.46'],
  ['26.0', '1.45'],
  ['25.0', '1.44'],
  ['24.0', '1.43'],
  ['23.0', '1.42'],
  ['20.10', '1.41'],
  ['19.03', '1.40'],
];

/** The lowest API that an engine of this release speaks; null for an unknown release. */
export function apiOfRelease(version: string): string | null {
  const release = /^\d+\.\d+/.exec(version)?.[0];
  if (!release) return null;
  return FIRST_WITH.find(([first]) => compareApi(release, first) >= 0)?.[1] ?? '1.0';
}

/** Negative when `a` is older than `b`: versions are major.minor, and 1.9 is older than 1.40. */
export function compareApi(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
