const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intl formats are cached, because creating one takes longer than rendering its row. */
function once<Format>(
  make: (locale: string, timeZone: string) => Format,
): (locale: string, timeZone?: string) => Format {
  const made = new Map<string, Format>();
  return (locale, timeZone = '') => {
    const key = `${locale} ${timeZone}`;
    const format = made.get(key) ?? make(locale, timeZone);
    made.set(key, format);
    return format;
  };
}

const ages = once((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' }));
const dates = once((locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }));
const moments = once(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZone,
      timeZoneName: 'short',
    }),
);

/**
 * Rounded down: "3 min ago" from the third full minute on; a date after a month. A moment ahead of our clock counts as
 * now, because it has happened and one of two clocks is wrong: "in 59 min" would help nobody.
 */
export const relativeTime = (at: number, now: number, locale: string, timeZone: string): string => {
  const size = Math.max(0, now - at);
  if (size >= 30 * DAY) {
    return dates(locale, timeZone).format(at);
  }
  const [unit, length] =
    size < MINUTE
      ? (['second', SECOND] as const)
      : size < HOUR
        ? (['minute', MINUTE] as const)
        : size < DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
  // minus zero would be formatted as "in 0 s"
  return ages(locale).format(-Math.trunc(size / length), unit);
};

/** To the second and with the zone: for titles, logs, comparisons. */
export const exactTime = (at: number, locale: string, timeZone: string): string => moments(locale, timeZone).format(at);
