'use client';

import { useTranslations } from 'next-intl';
import { RoleMark } from '#components/nodes/node-marks';
import { Panel } from '#components/ui/panel';
import { TextLink } from '#components/ui/ui-link';
import { isManager, type Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import { quorumOf } from '#lib/domain/node/quorum';

const rank = ({ manager }: Node): number => (manager?.reachability !== 'reachable' ? 2 : manager.leader ? 0 : 1);

/** The managers, how many of them the quorum requires, and how many may still fail. */
export function QuorumPanel({ nodes }: { nodes: readonly Node[] }) {
  const t = useTranslations('overview.quorum');
  const managers = nodes.filter(isManager).sort((a, b) => rank(a) - rank(b));
  const { reachable, needed, spare, leader } = quorumOf(nodes);
  const calls = nodeNames(nodes);
  const figures = { reachable, needed, managers: managers.length };
  return (
    <Panel title={t('title')} aside={leader === null && t('noLeader')}>
      <Drawing managers={managers} reachable={reachable} needed={needed} label={t('drawing', figures)} />
      <p className="mt-1.5 font-medium">{t('reachable', figures)}</p>
      <p className="text-ink-muted">
        {spare < 0 ? t('lost') : managers.length === 1 ? t('single') : t('spare', { count: spare })}
      </p>
      <ul className="mt-3 flex flex-col gap-1 border-line/70 border-t pt-2.5">
        {managers.map((node) => (
          <li key={node.id} className="flex items-baseline justify-between gap-3">
            <TextLink href={`/nodes/${node.id}`} className="min-w-0 truncate text-ink decoration-line-strong">
              {calls.get(node.id)}
            </TextLink>
            <span className="shrink-0 text-xs">
              <RoleMark node={node} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface DrawingProps {
  /** Reachable ones first, because they are counted up to the line. */
  managers: readonly Node[];
  reachable: number;
  needed: number;
  label: string;
}

const STEP = 30;

/** A shape for each manager, and the quorum as a line. */
function Drawing({ managers, reachable, needed, label }: DrawingProps) {
  const width = managers.length * STEP + 2;
  return (
    <svg role="img" aria-label={label} viewBox={`-1 0 ${width} 36`} width={width} height="36" className="max-w-full">
      {managers.map((node, index) => (
        <g key={node.id} transform={`translate(${index * STEP + STEP / 2} 18)`}>
          <Shape node={node} />
        </g>
      ))}
      <path
        d={`M${needed * STEP} 1v34`}
        className={reachable >= needed ? 'stroke-ink-muted' : 'stroke-bad-mark'}
        strokeWidth="1.6"
        strokeDasharray="3 3"
      />
    </svg>
  );
}

function Shape({ node: { manager } }: { node: Node }) {
  if (manager?.reachability !== 'reachable')
    return (
      <g className="fill-none stroke-bad-mark" strokeWidth="1.7" strokeLinecap="round">
        <rect x="-8.5" y="-8.5" width="17" height="17" rx="2" />
        <path d="m-4-4 8 8m0-8-8 8" />
      </g>
    );
  return manager.leader ? (
    <path d="M0-11.5 11.5 0 0 11.5-11.5 0z" className="fill-accent-mark" />
  ) : (
    <circle r="8.5" className="fill-good-mark" />
  );
}
