'use client';

import { useTranslations } from 'next-intl';
import { Panel } from '#components/ui/panel';
import { StateMark } from '#components/ui/state-mark';
import { TextLink } from '#components/ui/ui-link';
import { isManager, type Node } from '#lib/domain/node/node';
import { quorumOf } from '#lib/domain/node/quorum';

/** The managers, how many are needed, how many may still be lost. */
export function QuorumPanel({ nodes }: { nodes: readonly Node[] }) {
  const t = useTranslations('overview.quorum');
  const quorum = quorumOf(nodes);
  const managers = nodes.filter(isManager);
  const tone = quorum.spare < 0 ? 'bad' : quorum.reachable < quorum.managers ? 'warn' : 'good';
  return (
    <Panel title={t('title')} aside={t('needed', { needed: quorum.needed, managers: quorum.managers })}>
      <p className="mb-3">
        <StateMark tone={tone}>{t(quorum.spare < 0 ? 'lost' : 'spare', { spare: quorum.spare })}</StateMark>
      </p>
      <ul className="flex flex-wrap gap-2">
        {managers.map((node) => {
          const reachable = node.manager?.reachability === 'reachable';
          return (
            <li key={node.id} className="flex items-center gap-2 rounded-md border border-line bg-sunken px-2.5 py-1.5">
              <StateMark tone={reachable ? 'good' : 'bad'} shape={node.manager?.leader ? 'diamond' : undefined}>
                <TextLink href={`/nodes/${node.id}`} className="text-ink no-underline hover:underline">
                  {node.hostname}
                </TextLink>
              </StateMark>
              <span className="text-ink-muted text-xs">
                {node.manager?.leader ? t('leader') : t(reachable ? 'reachable' : 'unreachable')}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
