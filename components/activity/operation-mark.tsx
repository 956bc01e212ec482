'use client';

import { useTranslations } from 'next-intl';
import type { StateGlyphProps } from '#components/ui/state-glyph';
import { StateMark } from '#components/ui/state-mark';
import type { OperationNews, OperationState, Outcome } from '#lib/domain/operation/operation';

const BY_OUTCOME: Record<Outcome, StateGlyphProps> = {
  converged: { tone: 'good', shape: 'tick' },
  done: { tone: 'good', shape: 'tick' },
  paused: { tone: 'bad', shape: 'pause' },
  rolled_back: { tone: 'warn' },
  superseded: { tone: 'off', shape: 'ring' },
  removed: { tone: 'off' },
  no_task: { tone: 'good', shape: 'tick' },
  tasks_kept: { tone: 'good', shape: 'tick' },
  failing: { tone: 'bad' },
  failed: { tone: 'bad' },
  abandoned_applied: { tone: 'off', shape: 'tick' },
  abandoned_not_applied: { tone: 'off', shape: 'cross' },
  abandoned_unknown: { tone: 'warn' },
};

const BY_STATE: Record<OperationState, StateGlyphProps> = {
  opened: { tone: 'busy', shape: 'dots', moving: true },
  accepted: { tone: 'flight', moving: true },
  refused: { tone: 'bad', shape: 'cross' },
  unknown: { tone: 'warn' },
  settled: { tone: 'off' },
  observed: { tone: 'off', shape: 'diamond' },
};

/** The state of an operation: its outcome, or how far it is. */
export function OperationMark({ operation }: { operation: Pick<OperationNews, 'state' | 'outcome'> }) {
  const state = useTranslations('operationState');
  const outcome = useTranslations('outcome');
  return operation.outcome ? (
    <StateMark {...BY_OUTCOME[operation.outcome]}>{outcome(operation.outcome)}</StateMark>
  ) : (
    <StateMark {...BY_STATE[operation.state]}>{state(operation.state)}</StateMark>
  );
}
