'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/class-names';
import { StateGlyph, type StateGlyphProps } from '#components/ui/state-glyph';
import { UiLink } from '#components/ui/ui-link';
import { type Condition, conditionOf } from './grouping';
import type { HiveColumn, HiveGroup, HiveView } from './hive-view';
import type { PlacedColumn, PlacedGroup } from './layout';

const CONDITIONS: Record<Exclude<Condition, 'ok'>, StateGlyphProps> = {
  pause: { tone: 'warn', shape: 'pause' },
  drain: { tone: 'flight', shape: 'hollow' },
  down: { tone: 'bad', shape: 'cross' },
};

/** A group's name, and its numbers of nodes and tasks. */
export function GroupHead({ view, group, placed }: { view: HiveView; group: HiveGroup; placed: PlacedGroup }) {
  const t = useTranslations('hive');
  const name = useGroupName(group);
  const tasks = group.columns.reduce((sum, column) => sum + (view.columns[column]?.cells.length ?? 0), 0);
  return (
    <h2
      className="pointer-events-none absolute flex items-baseline gap-2 overflow-hidden whitespace-nowrap text-xs"
      style={{ left: placed.x, top: placed.y, width: placed.width }}
    >
      <span className="truncate font-semibold text-ink text-sm">{name}</span>{' '}
      <span className="truncate font-normal text-ink-muted tabular-nums">
        {group.kind === 'unassigned'
          ? t('tasks', { tasks })
          : `${t('nodes', { nodes: group.columns.length })} · ${t('tasks', { tasks })}`}
      </span>
    </h2>
  );
}

function useGroupName({ kind, value }: HiveGroup): string {
  const t = useTranslations('hive.group');
  if (kind === 'value') return value === '' ? t('empty') : value;
  if (kind === 'role') return value === 'manager' ? t('manager') : t('worker');
  if (kind === 'availability') return t(`condition.${value as Condition}`);
  return t(kind);
}

export interface ColumnHeadProps {
  column: HiveColumn;
  placed: PlacedColumn;
  height: number;
  /** Two lines; else the name only. */
  inWords: boolean;
}

/** A column's node and its condition. A link for the pointer; keyboards have the table. */
export function ColumnHead({ column, placed, height, inWords }: ColumnHeadProps) {
  const t = useTranslations('hive');
  const { node, nodeId, name } = column;
  const style = { left: placed.x, top: placed.y, width: placed.width, height };
  if (nodeId === null) return null;
  const condition = node ? conditionOf(node) : 'down';
  const conditionText = condition === 'ok' ? null : node ? t(`group.condition.${condition}`) : t('group.removed');
  const sign = node?.manager && (
    <span title={node.manager.leader ? t('leader') : t('manager')} className="shrink-0">
      <StateGlyph
        tone="off"
        shape={node.manager.leader ? 'diamond' : 'ring'}
        className={node.manager.leader ? 'text-accent-mark' : 'text-ink-muted'}
      />
      <span className="sr-only">{node.manager.leader ? t('leader') : t('manager')}</span>
    </span>
  );
  return (
    <div className={cn('absolute overflow-hidden px-2', inWords ? 'pt-1.5' : 'pt-0.5')} style={style}>
      <div className="flex items-center gap-1.5">
        {sign}
        <UiLink
          href={`/nodes/${nodeId}`}
          tabIndex={-1}
          title={name}
          className={cn('min-w-0 truncate text-ink hover:underline', inWords ? 'font-medium text-sm' : 'text-2xs')}
        >
          {name}
        </UiLink>
        {!inWords && condition !== 'ok' && (
          <span title={conditionText ?? undefined} className="ml-auto shrink-0">
            <StateGlyph {...CONDITIONS[condition]} />
            <span className="sr-only">{conditionText}</span>
          </span>
        )}
      </div>
      {inWords && (
        <p className="flex items-center gap-1.5 truncate text-2xs text-ink-muted tabular-nums">
          {condition !== 'ok' && <StateGlyph {...CONDITIONS[condition]} />}
          {conditionText && <span className="font-medium text-ink">{conditionText}</span>}
          <span className="truncate">{t('tasks', { tasks: column.cells.length })}</span>
        </p>
      )}
    </div>
  );
}
