const UNIT_MS: Record<string, number> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
};

/** Milliseconds of a duration in the docker CLI's format: 10s, 1m30s, 500ms, 0. null if invalid. */
export function parseDuration(text: string): number | null {
  const typed = text.trim();
  if (typed === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/.test(typed)) return null;
  let total = 0;
  for (const [, amount, unit] of typed.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return Math.round(total * 1e6) / 1e6;
}

/** The inverse: 90000 is 1m30s. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 1000) return ms < 1 ? `${Math.round(ms * 1e6)}ns` : `${Math.round(ms * 1000) / 1000}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = Math.round((ms % 60_000) * 1000) / 1e6;
  return [hours && `${hours}h`, minutes && `${minutes}m`, seconds && `${seconds}s`].filter(Boolean).join('');
}
