'use client';

import { exactTime, relativeTime } from './relative-time';
import { useUi } from './ui-provider';
import { useNow } from './use-now';

/** ISO 8601 or epoch ms. */
type Moment = string | number;

const epoch = (at: Moment) => (typeof at === 'number' ? at : Date.parse(at));

export interface TimeAgoProps {
  at: Moment;
  className?: string;
}

/** "3m ago", kept current; the exact moment is the title. */
export function TimeAgo({ at, className }: TimeAgoProps) {
  const { locale, timeZone, renderedAt } = useUi();
  const moment = epoch(at);
  const age = useNow((now) => relativeTime(moment, now, locale, timeZone), renderedAt);
  return (
    <time
      dateTime={new Date(moment).toISOString()}
      title={exactTime(moment, locale, timeZone)}
      className={className ?? 'whitespace-nowrap'}
    >
      {age}
    </time>
  );
}

/** The exact moment, with its zone. */
export function ExactTime({ at, className }: TimeAgoProps) {
  const { locale, timeZone } = useUi();
  const moment = epoch(at);
  return (
    <time dateTime={new Date(moment).toISOString()} className={className}>
      {exactTime(moment, locale, timeZone)}
    </time>
  );
}
