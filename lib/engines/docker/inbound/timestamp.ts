const NANOSECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/;

/** Docker's nanosecond timestamps as ISO 8601 with milliseconds; null for Go's zero time and for none at all. */
export function isoOf(timestamp: string | undefined): string | null {
  if (!timestamp || timestamp.startsWith('0001-')) return null;
  const [, seconds, fraction = ''] = NANOSECONDS.exec(timestamp) ?? [];
  if (seconds) return `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const time = new Date(timestamp);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

const EPOCH = '1970-01-01T00:00:00.000Z';

/** Where an object cannot be without a time. */
export const isoOrEpoch = (timestamp: string | undefined): string => isoOf(timestamp) ?? EPOCH;
