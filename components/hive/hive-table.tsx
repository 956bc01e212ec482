'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Hive } from '#components/live/use-hive';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { StateGlyph, type StateGlyphProps } from '#components/ui/state-glyph';
import { type Condition, conditionOf } from './grouping';
import { type HiveMark, isFailureMark } from './hive-mark';
import { useFollowed } from './use-followed';
import type { Arranged } from './use-hive-view';
import { useTaskWords } from './use-task-words';

interface NodeRow {
  key: string;
  href: string | null;
  name: string;
  role: 'leader' | 'manager' | 'worker' | null;
  condition: Condition | null;
  running: number;
  starting: number;
  failed: number;
  other: number;
}

const CONDITIONS: Record<Condition, StateGlyphProps> = {
  ok: { tone: 'good' },
  pause: { tone: 'warn', shape: 'pause' },
  drain: { tone: 'flight', shape: 'hollow' },
  down: { tone: 'bad', shape: 'cross' },
};

const isOnItsWay = (mark: HiveMark) => mark === 'starting' || mark === 'waiting';

export interface HiveTableProps {
  hive: Hive;
  arranged: Arranged;
  /** Which services are counted; null: all. */
  fits: ((serviceName: string) => boolean) | null;
  /** Changes when the services have to be counted again. */
  figures: number;
  onFigures: () => void;
}

/** The hive as a table: a row per node. */
export function HiveTable({ hive, arranged, fits, figures, onFigures }: HiveTableProps) {
  useFollowed(hive, arranged, onFigures);
  const t = useTranslations('hive');
  const words = useTaskWords(arranged);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is mutated, and `figures` changes with it
  const rows = useMemo(() => {
    const { view, replica } = arranged;
    const known: boolean[] = [];
    const isCounted = (cell: number): boolean => {
      if (!fits) return true;
      const service = replica.serviceNumber(cell);
      known[service] ??= fits(words.nameOf(service));
      return known[service];
    };
    return view.groups
      .flatMap((group) => group.columns)
      .map((place): NodeRow => {
        const column = view.columns[place];
        const row: NodeRow = {
          key: column?.nodeId ?? 'unassigned',
          href: column?.node ? `/nodes/${column.node.id}` : null,
          name: words.columnName(place),
          role: column?.node ? (column.node.manager?.leader ? 'leader' : column.node.role) : null,
          condition: column?.node ? conditionOf(column.node) : null,
          running: 0,
          starting: 0,
          failed: 0,
          other: 0,
        };
        for (const cell of column?.cells ?? []) {
          const mark = view.mark(cell);
          if (mark === null || !isCounted(cell)) continue;
          if (mark === 'running') row.running += 1;
          else if (isOnItsWay(mark)) row.starting += 1;
          else if (isFailureMark(mark)) row.failed += 1;
          else row.other += 1;
        }
        return row;
      });
  }, [arranged, words, fits, figures]);

  const columns = useMemo<Column<NodeRow>[]>(() => {
    const figure = (id: 'running' | 'starting' | 'failed' | 'other'): Column<NodeRow> => ({
      id,
      header: t(`column.${id}`),
      align: 'right',
      className: 'w-24',
      sortsDownFirst: true,
      sortBy: (row) => row[id],
      card: 'line',
      cardLabel: true,
      cell: (row) => (
        <span className={row[id] === 0 ? 'text-ink-faint' : 'text-ink'}>{t('count', { count: row[id] })}</span>
      ),
    });
    return [
      { id: 'node', header: t('column.node'), card: 'title', sortBy: (row) => row.name, cell: (row) => row.name },
      {
        id: 'role',
        header: t('column.role'),
        className: 'w-32',
        priority: 2,
        sortBy: (row) => (row.role ? t(row.role) : null),
        cell: (row) => row.role && <span className="text-ink-muted">{t(row.role)}</span>,
      },
      {
        id: 'condition',
        header: t('column.condition'),
        card: 'aside',
        className: 'w-40',
        sortBy: (row) => row.condition && t(`group.condition.${row.condition}`),
        cell: (row) =>
          row.condition && (
            <span className="inline-flex items-center gap-1.5">
              <StateGlyph {...CONDITIONS[row.condition]} />
              {t(`group.condition.${row.condition}`)}
            </span>
          ),
      },
      figure('running'),
      figure('starting'),
      figure('failed'),
      figure('other'),
    ];
  }, [t]);

  return (
    <Panel flush>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        rowHref={(row) => row.href}
        rowTone={(row) =>
          row.condition === 'down' || row.failed > 0 ? 'bad' : row.condition === 'drain' ? 'flight' : null
        }
        empty={<EmptyState title={t('empty.title')}>{t('empty.why')}</EmptyState>}
      />
    </Panel>
  );
}
