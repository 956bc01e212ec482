export interface Gap {
  since: string;
  until: string;
  reason: 'no-console' | 'no-engine' | 'too-much';
}

/**
 * Merges gaps of one reason that overlap or meet, because several consoles or pages report the same outage. Sorted by
 * time.
 */
export function mergedGaps(gaps: readonly Gap[]): Gap[] {
  const merged: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => (a.since < b.since ? -1 : 1))) {
    const before = merged.findLast(({ reason }) => reason === gap.reason);
    if (!before || before.until < gap.since) merged.push({ ...gap });
    else if (gap.until > before.until) before.until = gap.until;
  }
  return merged;
}
