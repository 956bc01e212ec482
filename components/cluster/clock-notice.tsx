'use client';

import { useTranslations } from 'next-intl';
import { useConnection } from '#components/live/live-provider';
import { Notice } from '#components/ui/notice';

/** Shown when the manager's clock and the console's differ by more than a few seconds. */
export function ClockNotice() {
  const t = useTranslations('overview.clock');
  const { feed } = useConnection();
  const ahead = feed?.clockAheadMs;
  if (!ahead) return null;
  const seconds = Math.abs(ahead) / 1000;
  return (
    <div className="mb-4">
      <Notice kind="warn" title={t(ahead > 0 ? 'ahead' : 'behind', { endpoint: feed.endpoint ?? '', seconds })}>
        {t('meaning')}
      </Notice>
    </div>
  );
}
