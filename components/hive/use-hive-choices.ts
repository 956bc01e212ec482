'use client';

import { useCallback, useMemo } from 'react';
import { useAddress } from '#components/table/use-address';
import { DEFAULT_GROUPING, type Grouping, groupingOf } from './grouping';
import { HIVE_MARKS, type HiveMark } from './hive-mark';

export interface HiveChoices {
  by: Grouping;
  /** The text that services are filtered by. */
  text: string;
  /** The marks that are singled out; empty: all. */
  marks: readonly HiveMark[];
  allFailures: boolean;
  asTable: boolean;
  onWall: boolean;
}

export interface HiveChoosing extends HiveChoices {
  set: (next: Partial<HiveChoices>) => void;
}

/** Each choice's parameter and how it is written; null: the default, which is left out. */
const WRITTEN: { [Choice in keyof HiveChoices]: [name: string, write: (value: HiveChoices[Choice]) => string | null] } =
  {
    by: ['by', (by) => (by === DEFAULT_GROUPING ? null : by)],
    text: ['q', (text) => text || null],
    marks: ['state', (marks) => marks.join(',') || null],
    allFailures: ['failures', (all) => (all ? 'all' : null)],
    asTable: ['view', (asTable) => (asTable ? 'table' : null)],
    onWall: ['wall', (onWall) => (onWall ? '1' : null)],
  };

function written<Choice extends keyof HiveChoices>(
  choice: Choice,
  value: HiveChoices[Choice],
): [string, string | null] {
  const [name, toText] = WRITTEN[choice];
  return [name, toText(value)];
}

/** The hive's grouping and filters, kept in the address: a wall screen is a link. Changes make no history entries. */
export function useHiveChoices(): HiveChoosing {
  const { query, put } = useAddress();
  const set = useCallback(
    (next: Partial<HiveChoices>) => {
      const given = (Object.keys(next) as (keyof HiveChoices)[]).filter((choice) => next[choice] !== undefined);
      put(Object.fromEntries(given.map((choice) => written(choice, next[choice] as never))));
    },
    [put],
  );
  const marksParam = query.get(WRITTEN.marks[0]) ?? '';
  const marks = useMemo(() => HIVE_MARKS.filter((mark) => marksParam.split(',').includes(mark)), [marksParam]);
  return {
    by: groupingOf(query.get(WRITTEN.by[0])),
    text: query.get(WRITTEN.text[0]) ?? '',
    marks,
    allFailures: query.get(WRITTEN.allFailures[0]) === 'all',
    asTable: query.get(WRITTEN.asTable[0]) === 'table',
    onWall: query.get(WRITTEN.onWall[0]) === '1',
    set,
  };
}
