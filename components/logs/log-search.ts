import type { LogRow } from './log-entry';

const lowered = new WeakMap<LogRow, string>();

const lowerOf = (row: LogRow): string => {
  if (row.kind === 'hole') return '';
  const known = lowered.get(row) ?? row.plain.toLowerCase();
  lowered.set(row, known);
  return known;
};

/** Indices of the rows that contain a text, ignoring case. */
export function matchesIn(rows: readonly LogRow[], sought: string): number[] {
  const text = sought.toLowerCase();
  if (text === '') return [];
  const found: number[] = [];
  rows.forEach((row, index) => {
    if (lowerOf(row).includes(text)) found.push(index);
  });
  return found;
}

/** The next or previous match from an index, wrapping around. null: there is none. */
export function nextMatch(matches: readonly number[], from: number, step: 1 | -1): number | null {
  if (matches.length === 0) return null;
  const next = step === 1 ? matches.find((at) => at > from) : matches.findLast((at) => at < from);
  return next ?? (step === 1 ? matches[0] : matches.at(-1)) ?? null;
}

export interface Part {
  text: string;
  hit: boolean;
}

/** A text split into parts, with the matches marked. */
export function partsOf(text: string, sought: string): Part[] {
  if (sought === '') return [{ text, hit: false }];
  const [low, wanted] = [text.toLowerCase(), sought.toLowerCase()];
  // A few letters change their length with their case, so that indices would not fit.
  if (low.length !== text.length) return [{ text, hit: false }];
  const parts: Part[] = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), hit: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), hit: true });
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false });
  return parts;
}
