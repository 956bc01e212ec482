'use client';

import { useTranslations } from 'next-intl';
import { ExactTime } from '#components/ui/time-ago';
import { type Gap, mergedGaps } from './merged-gaps';

const SHOWN = 3;

/** Times in which nothing was recorded. */
export function GapList({ gaps, className }: { gaps: readonly Gap[]; className?: string }) {
  const t = useTranslations('memory.gap');
  if (gaps.length === 0) return null;
  return (
    <ul aria-label={t('title')} className={className ?? 'border-line border-b px-4 py-2 text-ink-muted text-xs'}>
      {mergedGaps(gaps)
        .slice(-SHOWN)
        .map(({ since, until, reason }) => (
          <li key={`${reason} ${since}`}>
            {t.rich(reason, { since: () => <ExactTime at={since} />, until: () => <ExactTime at={until} /> })}
          </li>
        ))}
    </ul>
  );
}
