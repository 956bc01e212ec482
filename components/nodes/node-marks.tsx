'use client';

import { useTranslations } from 'next-intl';
import type { StateGlyphProps } from '#components/ui/state-glyph';
import { StateMark } from '#components/ui/state-mark';
import type { Availability, Node, NodeState } from '#lib/domain/node/node';

const STATES: Record<NodeState, StateGlyphProps> = {
  ready: { tone: 'good' },
  unknown: { tone: 'busy', shape: 'dots', moving: true },
  disconnected: { tone: 'warn' },
  down: { tone: 'bad' },
};

/** The node's state as the managers see it; the engine's reason is the title. */
export function NodeStateMark({ node }: { node: Node }) {
  const t = useTranslations('nodes.state');
  return (
    <span title={node.stateMessage || undefined}>
      <StateMark {...STATES[node.state]}>{t(node.state)}</StateMark>
    </span>
  );
}

const AVAILABILITY: Record<Availability, StateGlyphProps> = {
  active: { tone: 'good', shape: 'ring' },
  pause: { tone: 'warn', shape: 'pause' },
  drain: { tone: 'flight', shape: 'hollow' },
};

/** The node's availability, as set by an operator. */
export function AvailabilityMark({ availability }: { availability: Availability }) {
  const t = useTranslations('nodes.availability');
  return <StateMark {...AVAILABILITY[availability]}>{t(availability)}</StateMark>;
}

/** Worker, manager or leader; an unreachable manager is marked. */
export function RoleMark({ node }: { node: Node }) {
  const t = useTranslations('nodes.role');
  const { manager } = node;
  if (!manager) return <span className="text-ink-muted">{t('worker')}</span>;
  if (manager.reachability !== 'reachable')
    return <StateMark tone="bad">{t(`manager-${manager.reachability}`)}</StateMark>;
  return manager.leader ? (
    <StateMark tone="good" shape="diamond" className="text-accent-text [&_svg]:text-accent-mark">
      {t('leader')}
    </StateMark>
  ) : (
    <span className="text-ink">{t('manager')}</span>
  );
}
