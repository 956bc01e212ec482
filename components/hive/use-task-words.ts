'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { HiveMark } from './hive-mark';
import type { Arranged } from './use-hive-view';

export interface TaskWords {
  /** A service's name by the replica's service number. */
  nameOf: (service: number) => string;
  taskName: (cell: number) => string;
  markWord: (cell: number) => string;
  columnName: (column: number) => string;
}

/** A mark in words: the task lists' words, and one of the hive's own. */
export function useMarkWord(): (mark: HiveMark) => string {
  const t = useTranslations('tasks.state');
  const own = useTranslations('hive');
  return useMemo(
    () => (mark: HiveMark) => (mark === 'unplaceable' || mark === 'crashing' ? own(mark) : t(mark)),
    [t, own],
  );
}

export function useTaskWords({ view, replica, situation }: Arranged): TaskWords {
  const t = useTranslations('hive');
  const wordOf = useMarkWord();
  const { serviceNames } = situation;
  return useMemo(() => {
    const nameOf = (service: number) => {
      const id = replica.services[service];
      return id === undefined ? '' : (serviceNames.get(id) ?? id.slice(0, 12));
    };
    return {
      nameOf,
      taskName: (cell) => {
        const slot = replica.slot(cell);
        const name = nameOf(replica.serviceNumber(cell));
        return slot === null ? name : `${name}.${slot}`;
      },
      markWord: (cell) => {
        const mark = view.mark(cell);
        return mark === null ? '' : wordOf(mark);
      },
      columnName: (column) => view.columns[column]?.name || t('group.unassigned'),
    };
  }, [view, replica, serviceNames, wordOf, t]);
}
