'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { addsToOutcome } from '#components/activity/plain-outcome';
import { FaultNotice } from '#components/shell/fault-notice';
import { Notice, type NoticeKind } from '#components/ui/notice';
import { TextLink } from '#components/ui/ui-link';
import type { Outcome } from '#lib/domain/operation/operation';
import { ConflictTable } from './conflict-table';
import { EngineWords } from './engine-words';
import type { Act } from './use-act';
import { WaitLine } from './wait-line';

const KINDS: Partial<Record<Outcome, NoticeKind>> = {
  converged: 'good',
  done: 'good',
  no_task: 'good',
  tasks_kept: 'good',
  failing: 'danger',
  failed: 'danger',
  paused: 'danger',
  rolled_back: 'warn',
  abandoned_unknown: 'warn',
};

export interface ActOutcomeProps {
  act: Act;
  /** Live counts while the swarm is at work. */
  children?: ReactNode;
  onKeepTheirs: () => void;
  onApplyMine: () => void;
}

/** The state of an action in its dialog: requested, the outcome, or the fault. */
export function ActOutcome({ act, children, onKeepTheirs, onApplyMine }: ActOutcomeProps) {
  const t = useTranslations('act');
  const outcome = useTranslations('outcome');
  const { phase, fault, operation } = act;
  if (fault?.code === 'edit_conflict')
    return (
      <ConflictTable
        fault={fault}
        onKeepTheirs={onKeepTheirs}
        onApplyMine={onApplyMine}
        pending={phase === 'sending'}
      />
    );
  if (fault) return <FaultNotice fault={fault} />;
  const record = operation && <TextLink href={`/activity/${operation.id}`}>{t('record')}</TextLink>;
  if (phase === 'requested')
    return (
      <Notice live kind="info" title={t('requested')} actions={record}>
        {children ?? (operation?.waits ? <WaitLine waits={operation.waits} /> : t('swarmWorks'))}
      </Notice>
    );
  if (phase === 'settled' && operation?.outcome)
    return (
      <Notice live kind={KINDS[operation.outcome] ?? 'info'} title={outcome(operation.outcome)} actions={record}>
        {addsToOutcome(operation.outcomeText) && <EngineWords text={operation.outcomeText} />}
      </Notice>
    );
  return null;
}
