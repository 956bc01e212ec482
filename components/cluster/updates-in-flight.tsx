'use client';

import { useTranslations } from 'next-intl';
import { UpdateMark } from '#components/services/update-mark';
import { Panel } from '#components/ui/panel';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import { isUpdateInFlight, isUpdateStuck } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/picture';

/** Updates that move or stand half-way. */
export function UpdatesInFlight({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations('overview.updates');
  const moving = services.filter((service) => isUpdateInFlight(service) || isUpdateStuck(service));
  return (
    <Panel title={t('title')}>
      {moving.length === 0 && <p className="text-ink-muted">{t('none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {moving.map(({ id, name, updateStatus }) => (
          <li key={id} className="py-1.5 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-x-3">
              <TextLink href={`/services/${id}`} className="text-ink decoration-line-strong">
                {name}
              </TextLink>
              {updateStatus && <UpdateMark state={updateStatus.state} />}
            </div>
            <p className="text-ink-muted text-xs">
              {updateStatus?.startedAt && (
                <>
                  {t('since')} <TimeAgo at={updateStatus.startedAt} />{' '}
                </>
              )}
              {updateStatus?.message && <span lang="en">{updateStatus.message}</span>}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
