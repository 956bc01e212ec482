const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats are made once: to make one takes longer than to draw the row that it stands in. */
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
 * Rounded down: "3 min ago" is said from the third full minute on. Past a month the date says more. What lies ahead of our clock
 * has just happened: everything that is told so has happened, so one of two clocks is wrong, and nobody is helped by "in 59 min".
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
  // minus nought, or it is said as "in 0 s"
  return ages(locale).format(-Math.trunc(size / length), unit);
};

/** To the second and with its zone: for a title, a log, a comparison. */
export const exactTime = (at: number, locale: string, timeZone: string): string => moments(locale, timeZone).format(at);
