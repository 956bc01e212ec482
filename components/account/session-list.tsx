'use client';

import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { TimeAgo } from '#components/ui/time-ago';
import type { openSession } from '#lib/contract/shapes';
import { browserName } from './browser-name';

export type ShownSession = z.infer<typeof openSession>;

/** A person's sessions, the most recently used first. */
export function SessionList({
  sessions,
  onEnd,
}: {
  sessions: readonly ShownSession[];
  onEnd: (session: ShownSession) => void;
}) {
  const t = useTranslations('account.sessions');
  if (sessions.length === 0) return <p className="text-ink-muted text-sm">{t('none')}</p>;
  return (
    <ul className="divide-y divide-line/70">
      {sessions.map((session) => (
        <li key={session.id} className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1 text-sm">
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium text-ink" title={session.userAgent}>
                {browserName(session.userAgent)}
              </span>
              {session.here && <Badge tone="good">{t('here')}</Badge>}
            </p>
            <p className="text-ink-muted text-xs">
              {session.address ?? t('hidden')} · {t.rich('since', { when: () => <TimeAgo at={session.createdAt} /> })} ·{' '}
              {t.rich('used', { when: () => <TimeAgo at={session.lastUsedAt} /> })}
            </p>
          </div>
          {!session.here && (
            <Button
              size="sm"
              onClick={() => onEnd(session)}
              aria-label={`${t('end')}: ${browserName(session.userAgent)}`}
            >
              {t('end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
