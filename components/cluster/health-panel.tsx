'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useConnection } from '#components/live/live-provider';
import { type Freshness, freshnessOf } from '#components/shell/freshness';
import { cn } from '#components/ui/class-names';
import type { StateGlyphProps } from '#components/ui/state-glyph';
import { StateGlyph } from '#components/ui/state-glyph';
import { TimeAgo } from '#components/ui/time-ago';
import { type HealthLevel, type HealthReason, healthOf } from '#lib/domain/cluster/health';
import type { Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { LinkedNames } from './linked-names';

const LOOKS: Record<HealthLevel, StateGlyphProps & { ground: string }> = {
  ok: { tone: 'good', shape: 'tick', ground: 'border-line bg-surface' },
  warning: { tone: 'warn', ground: 'border-warn-mark/35 bg-warn-soft' },
  critical: { tone: 'bad', ground: 'border-bad-mark/35 bg-bad-soft' },
};

export interface HealthPanelProps {
  nodes: readonly Node[];
  services: readonly ServiceRow[];
}

/**
 * The swarm's health in one sentence with its reasons. Without a live source it is unknown, because the last picture
 * proves nothing.
 */
export function HealthPanel({ nodes, services }: HealthPanelProps) {
  const t = useTranslations('overview.health');
  const id = useId();
  const connection = useConnection();
  const freshness = freshnessOf(connection);
  const live = freshness === 'live';
  const { level, reasons } = healthOf(nodes, services);
  const { ground, ...glyph } = live
    ? LOOKS[level]
    : { tone: 'off' as const, shape: 'dots' as const, ground: 'border-line-strong bg-sunken' };
  return (
    <section
      aria-labelledby={id}
      data-health={live ? level : 'unknown'}
      className={cn('mb-4 rounded-lg border px-4 py-3.5', ground)}
    >
      <div className="flex items-baseline gap-3">
        <StateGlyph {...glyph} className="size-3.5 translate-y-0.5" />
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold text-base text-ink sm:text-lg">
            <span role="status">{live ? t(`sentence.${level}`) : t(`unknown.${unknownKind(freshness)}`)}</span>
          </h2>
          {live ? (
            level === 'ok' && (
              <p className="mt-0.5 text-ink-muted">{t('calm', { nodes: nodes.length, services: services.length })}</p>
            )
          ) : (
            <p className="mt-0.5 text-ink-muted">
              {t('lastSeen')} {connection.freshAt !== null && <TimeAgo at={connection.freshAt} />}
              {t('colon')} {t(`sentence.${level}`)}
            </p>
          )}
          {reasons.length > 0 && (
            <ul className={cn('mt-2 flex flex-col gap-1.5', !live && 'text-ink-muted')}>
              {reasons.map((reason) => (
                <li key={reason.kind} className="flex items-baseline gap-2">
                  {live ? (
                    <StateGlyph
                      tone={LOOKS[reason.level].tone}
                      shape={LOOKS[reason.level].shape}
                      className="translate-y-px"
                    />
                  ) : (
                    <StateGlyph tone="off" shape="dash" className="translate-y-px" />
                  )}
                  <span className="min-w-0 [overflow-wrap:anywhere]">
                    <Reason reason={reason} nodes={nodes} services={services} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}

/** Which leg is down: engine or console. The connection badge has the details. */
const unknownKind = (freshness: Freshness): 'swarm' | 'console' =>
  freshness === 'offline' || freshness === 'signed-out' ? 'console' : 'swarm';

function Reason({ reason, nodes, services }: HealthPanelProps & { reason: HealthReason }): ReactNode {
  const t = useTranslations('overview.health.reason');
  switch (reason.kind) {
    case 'quorum-lost':
      return t(reason.kind, { reachable: reason.reachable, needed: reason.needed });
    case 'quorum-thin':
      return t(reason.kind, { reachable: reason.reachable, managers: reason.managers });
    case 'no-leader':
      return t(reason.kind);
    case 'nodes-down': {
      const calls = nodeNames(nodes);
      const find = (name: string) => nodes.find(({ id }) => calls.get(id) === name);
      const names = () => (
        <LinkedNames names={reason.nodes} hrefOf={(name) => (find(name) ? `/nodes/${find(name)?.id}` : '/nodes')} />
      );
      return t.rich(reason.kind, { count: reason.nodes.length, names });
    }
    case 'service-dark':
    case 'service-failed':
    case 'service-crashing':
    case 'service-short':
    case 'update-paused': {
      const hrefOf = (name: string) => {
        const service = services.find((row) => row.name === name);
        return service ? `/services/${service.id}` : null;
      };
      return t.rich(reason.kind, {
        count: reason.services.length,
        names: () => <LinkedNames names={reason.services} hrefOf={hrefOf} />,
      });
    }
  }
}
