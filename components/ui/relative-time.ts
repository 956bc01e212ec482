const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Rounded down: "3 min ago" is said from the third full minute on. Past a month the date says more. */
export const relativeTime = (at: number, now: number, locale: string, timeZone: string): string => {
  const age = now - at;
  const size = Math.abs(age);
  if (size >= 30 * DAY) {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(at);
  }
  const [unit, length] =
    size < MINUTE
      ? (['second', SECOND] as const)
      : size < HOUR
        ? (['minute', MINUTE] as const)
        : size < DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
  // A clock a little ahead of ours is no reason to speak of the future.
  const amount = -Math.trunc(age / length) || 0;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' }).format(
    amount === 0 ? -0 : amount,
    unit,
  );
};

/** To the second and with its zone: for a title, a log, a comparison. */
export const exactTime = (at: number, locale: string, timeZone: string): string =>
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
  }).format(at);
