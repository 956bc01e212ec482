import { isLosslessNumber } from 'lossless-json';

/**
 * One text for equal values: keys sorted by code unit, no whitespace, numbers as JSON.stringify writes them (RFC 8785).
 * Big and lossless numbers keep their digits. Values that JSON lacks are errors, except undefined, which is left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  throw new TypeError(`${typeof value === 'number' ? value : typeof value} cannot be written as JSON`);
}
