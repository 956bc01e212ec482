'use client';

import { Select } from './select';
import type { OnSort, Sorting } from './table-head';
import { useUi } from './ui-provider';

interface SortSelectProps {
  columns: readonly { id: string; header: string }[];
  sorting: Sorting | null;
  onSort: OnSort;
}

/** Replaces the column heads where rows are cards. */
export function SortSelect({ columns, sorting, onSort }: SortSelectProps) {
  const { words } = useUi();
  return (
    <Select
      aria-label={words.sortBy}
      className="w-auto"
      value={sorting ? `${sorting.id} ${sorting.descending ? 'down' : 'up'}` : ''}
      onValueChange={(value) => {
        const [id = '', direction] = value.split(' ');
        onSort(id, direction === 'down');
      }}
      options={[
        ...(sorting ? [] : [{ value: '', label: words.sortBy }]),
        ...columns.flatMap(({ id, header }) => [
          { value: `${id} up`, label: `${header} · ${words.ascending}` },
          { value: `${id} down`, label: `${header} · ${words.descending}` },
        ]),
      ]}
    />
  );
}
