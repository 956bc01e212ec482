'use client';

import { RefreshCw, RotateCcw, Scaling, ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { GuardedButton } from '#components/plan/guarded-button';
import { usePerson } from '#components/shell/person';
import { Button, LinkButton } from '#components/ui/button';
import { Tooltip } from '#components/ui/tooltip';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import { isUpdateStuck, type ServiceMode } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/service-row';

/** An act that a person has asked to see. */
export type ActAsked = { act: 'scale' } | { act: 'update' } | { act: 'rollback'; revision?: number };

/** As the address asks for them: `?do=scale`. */
export const SERVICE_ACTS = ['scale', 'update', 'rollback'] as const;

export interface ServiceActsProps {
  service: ServiceRow;
  onAsk: (asked: ActAsked) => void;
}

const hasNoCount = ({ kind }: ServiceMode): boolean => kind === 'global' || kind === 'global-job';

/** What one can do with a service; what one may not is shown all the same, with who may. */
export function ServiceActs({ service, onAsk }: ServiceActsProps) {
  const t = useTranslations('services.act');
  const role = useTranslations('role');
  const logs = useTranslations('logs');
  const person = usePerson();
  return (
    <div className="flex flex-col gap-1.5">
      {/* On a phone without pictures: so all four stand in one line. */}
      <div className="flex flex-wrap gap-2 max-sm:[&_svg]:hidden">
        <LinkButton href={`/services/${service.id}/logs`} icon={<ScrollText />}>
          {logs('open')}
        </LinkButton>
        {hasNoCount(service.mode) ? (
          <ScaleImpossible />
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
        <GuardedButton verb="service:rollback" icon={<RotateCcw />} onClick={() => onAsk({ act: 'rollback' })}>
          {t('rollback')}
        </GuardedButton>
      </div>
      {!may(person.role, 'service:update') && (
        <p className="text-ink-muted text-xs">{t('notAllowed', { role: role(leastRoleFor('service:update')) })}</p>
      )}
    </div>
  );
}

/** Stays in the tab order, so that the reason is found by keyboard too. */
function ScaleImpossible() {
  const t = useTranslations('services.act');
  const why = useId();
  return (
    <>
      <Tooltip content={t('scaleGlobal')} labels>
        <Button icon={<Scaling />} aria-disabled aria-describedby={why}>
          {t('scale')}
        </Button>
      </Tooltip>
      <span id={why} className="sr-only">
        {t('scaleGlobal')}
      </span>
    </>
  );
}
