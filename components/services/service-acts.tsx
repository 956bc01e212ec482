'use client';

import { RefreshCw, RotateCcw, Scaling, ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { GuardedButton } from '#components/plan/guarded-button';
import { usePerson } from '#components/shell/person';
import { Button, LinkButton } from '#components/ui/button';
import { Tooltip } from '#components/ui/tooltip';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import { isUpdateStuck, type ServiceMode } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/service-row';

/** An action whose dialog the person opened. */
export type OpenedAct = { act: 'scale' } | { act: 'update' } | { act: 'rollback'; revision?: number };

/** As written in the address: `?do=scale`. */
export const SERVICE_ACTS = ['scale', 'update', 'rollback'] as const;

export interface ServiceActsProps {
  service: ServiceRow;
  /** Whether there is another revision; undefined: not known yet. */
  mayGoBack: boolean | undefined;
  onAsk: (act: OpenedAct) => void;
}

const hasNoCount = ({ kind }: ServiceMode): boolean => kind === 'global' || kind === 'global-job';

/** The actions on a service. Those without the right stay visible, with the roles that have it. */
export function ServiceActs({ service, mayGoBack, onAsk }: ServiceActsProps) {
  const t = useTranslations('services.act');
  const role = useTranslations('role');
  const logs = useTranslations('logs');
  const person = usePerson();
  return (
    <div className="flex flex-col gap-1.5">
      {/* Without icons on a phone, so that all four fit in one line. */}
      <div className="flex flex-wrap gap-2 max-sm:[&_svg]:hidden">
        <LinkButton href={`/services/${service.id}/logs`} icon={<ScrollText />}>
          {logs('open')}
        </LinkButton>
        {hasNoCount(service.mode) ? (
          <Impossible icon={<Scaling />} label={t('scale')} why={t('scaleGlobal')} />
        ) : (
          <GuardedButton verb="service:scale" icon={<Scaling />} onClick={() => onAsk({ act: 'scale' })}>
            {t('scale')}
          </GuardedButton>
        )}
        <GuardedButton
          verb="service:update"
          icon={<RefreshCw />}
          look={isUpdateStuck(service) ? 'plain' : 'primary'}
          onClick={() => onAsk({ act: 'update' })}
        >
          {t('update')}
        </GuardedButton>
        {mayGoBack === false ? (
          <Impossible icon={<RotateCcw />} label={t('rollback')} why={t('rollbackNowhere')} />
        ) : (
          <GuardedButton verb="service:rollback" icon={<RotateCcw />} onClick={() => onAsk({ act: 'rollback' })}>
            {t('rollback')}
          </GuardedButton>
        )}
      </div>
      {!may(person.role, 'service:update') && (
        <p className="text-ink-muted text-xs">{t('notAllowed', { role: role(leastRoleFor('service:update')) })}</p>
      )}
    </div>
  );
}

/** Stays in the tab order, so that keyboards reach the reason too. */
function Impossible({ icon, label, why }: { icon: ReactNode; label: string; why: string }) {
  const id = useId();
  return (
    <>
      <Tooltip content={why} labels>
        <Button icon={icon} aria-disabled aria-describedby={id}>
          {label}
        </Button>
      </Tooltip>
      <span id={id} className="sr-only">
        {why}
      </span>
    </>
  );
}
