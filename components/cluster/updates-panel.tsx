'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useNodes, useTasksOfService } from '#components/live/use-live';
import { EngineWords } from '#components/plan/engine-words';
import { UpdateMark } from '#components/services/update-mark';
import { Panel } from '#components/ui/panel';
import { ProgressBar } from '#components/ui/progress-bar';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink, UiLink } from '#components/ui/ui-link';
import { progressOf } from '#lib/domain/rollout/progress';
import { isUpdateInFlight, isUpdateStuck, type UpdateStatus } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/service-row';

/** Each row subscribes to its service's tasks, so the panel is kept short. */
const MOST = 6;

type Updated = ServiceRow & { updateStatus: UpdateStatus };

const isAtIt = (service: ServiceRow): service is Updated => isUpdateInFlight(service) || isUpdateStuck(service);

/** Paused ones first, then the most recent. */
const byUrgency = (a: Updated, b: Updated): number =>
  Number(isUpdateStuck(b)) - Number(isUpdateStuck(a)) ||
  ((a.updateStatus.startedAt ?? '') < (b.updateStatus.startedAt ?? '') ? 1 : -1);

/** Updates and rollbacks that are running, or paused until somebody acts. */
export function UpdatesPanel({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations('overview.updates');
  const updated = services.filter(isAtIt).sort(byUrgency);
  return (
    <Panel flush title={t('title')} aside={updated.length > 0 && updated.length}>
      {updated.length === 0 ? (
        <p className="px-4 py-4 text-ink-muted">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line/70">
          {updated.slice(0, MOST).map((service) => (
            <UpdateRow key={service.id} service={service} />
          ))}
          {updated.length > MOST && (
            <li className="px-4 py-2">
              <TextLink href="/services">{t('more', { count: updated.length - MOST })}</TextLink>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function UpdateRow({ service }: { service: Updated }) {
  const t = useTranslations('overview.updates');
  const words = useTranslations('services.update');
  const tasks = useTasksOfService(service.id);
  const nodes = useNodes();
  const { state, message, startedAt } = service.updateStatus;
  const byId = useMemo(() => new Map(nodes?.map((node) => [node.id, node])), [nodes]);
  const progress = tasks && progressOf(service, tasks, byId);
  const stuck = isUpdateStuck(service);
  return (
    <li className="relative px-4 py-2.5 hover:bg-hover">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <UiLink
          href={`/services/${service.id}`}
          className="min-w-0 font-medium text-ink [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-['']"
        >
          {service.name}
        </UiLink>
        <UpdateMark state={state} />
        {startedAt && <TimeAgo at={startedAt} className="ml-auto whitespace-nowrap text-ink-muted text-xs" />}
      </div>
      {progress && (
        <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1">
          <ProgressBar
            label={t('progressOf', { name: service.name })}
            value={progress.moved}
            max={progress.of}
            coming={progress.moving}
            tone={stuck ? 'bad' : 'flight'}
            className="flex-1 basis-40"
          />
          <span className="text-ink-muted text-xs tabular-nums">
            {words('moved', { moved: progress.moved, of: progress.of })}
          </span>
        </div>
      )}
      {stuck && (
        // Above the link that covers the row, because the task in it is a link too.
        <p className="relative z-10 mt-1 w-fit text-xs">
          <EngineWords text={message} />
        </p>
      )}
    </li>
  );
}
