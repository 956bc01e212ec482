'use client';

import { useSyncExternalStore } from 'react';
import { useUi } from './ui-provider';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | null = null;
let now = 0;

/** One clock for the whole page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

/** Epoch ms, to the second; in the first pass what the server rendered with. */
export function useNow(): number {
  const { renderedAt } = useUi();
  return useSyncExternalStore(
    subscribe,
    () => (now ||= Date.now()),
    () => renderedAt,
  );
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** "3 minutes ago"; below a second it is "now". */
export function agoText(at: number, nowMs: number, locale: string, style: 'narrow' | 'long' = 'narrow'): string {
  const format = new Intl.RelativeTimeFormat(locale, { style, numeric: 'auto' });
  const passed = Math.max(0, nowMs - at);
  const [unit, size] = UNITS.find(([, ms]) => passed >= ms) ?? ['second', 1000];
  return format.format(-Math.floor(passed / size), unit);
}

/** A moment as people say it; the exact one in the title. */
export function TimeAgo({ at, className }: { at: string | number; className?: string }) {
  const { locale, timeZone } = useUi();
  const nowMs = useNow();
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return null;
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(moment);
  return (
    <time dateTime={moment.toISOString()} title={exact} className={className} suppressHydrationWarning>
      {agoText(moment.getTime(), nowMs, locale)}
    </time>
  );
}

/** A moment to the second. */
export function Timestamp({ at, className }: { at: string | number; className?: string }) {
  const { locale, timeZone } = useUi();
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} className={className}>
      {new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(moment)}
    </time>
  );
}
