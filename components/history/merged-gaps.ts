export interface Gap {
  since: string;
  until: string;
  reason: 'no-console' | 'no-engine' | 'too-much';
}

/** Of one reason what overlaps or meets is one gap: several consoles, or several pages, tell of the same outage. In order of time. */
export function mergedGaps(gaps: readonly Gap[]): Gap[] {
  const merged: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => (a.since < b.since ? -1 : 1))) {
    const before = merged.findLast(({ reason }) => reason === gap.reason);
    if (!before || before.until < gap.since) merged.push({ ...gap });
    else if (gap.until > before.until) before.until = gap.until;
  }
  return merged;
}
