import { cellPlace, type HiveLayout, type PlacedColumn, type Spot } from './layout';

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'start' | 'end';

const STEPS: Record<string, Step> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** Home and End stay in the column; with Ctrl they move through the whole hive. */
export function stepOf(key: string, withControl: boolean): Step | null {
  const step = STEPS[key] ?? null;
  if (!withControl) return step;
  return step === 'first' ? 'start' : step === 'last' ? 'end' : null;
}

/** The spot after a step; columns without cells are skipped. Without a start every step leads to the first cell. */
export function walk(layout: HiveLayout, from: Spot | null, step: Step): Spot | null {
  const filled = layout.columns.filter((column) => column.count > 0);
  const first = filled[0];
  const last = filled.at(-1);
  const here = from && layout.columns[from.column];
  if (!first || !last) return null;
  if (!from || !here || here.count === 0) return { column: first.column, index: 0 };
  const index = Math.min(from.index, here.count - 1);
  const at = (column: PlacedColumn, place: number): Spot => ({
    column: column.column,
    index: Math.max(0, Math.min(place, column.count - 1)),
  });
  switch (step) {
    case 'start':
      return at(first, 0);
    case 'end':
      return at(last, last.count - 1);
    case 'first':
      return at(here, 0);
    case 'last':
      return at(here, here.count - 1);
    case 'left':
    case 'right': {
      const row = Math.floor(index / here.across);
      const beside = index + (step === 'left' ? -1 : 1);
      if (beside >= 0 && beside < here.count && Math.floor(beside / here.across) === row) return at(here, beside);
      const place = filled.indexOf(here) + (step === 'left' ? -1 : 1);
      const next = filled[place];
      if (!next) return at(here, index);
      const nextRow = Math.min(row, Math.ceil(next.count / next.across) - 1);
      return at(next, step === 'left' ? (nextRow + 1) * next.across - 1 : nextRow * next.across);
    }
    case 'up':
    case 'down': {
      const beside = index + (step === 'up' ? -here.across : here.across);
      if (beside >= 0 && beside < here.count) return at(here, beside);
      // A short last row still counts as a row below.
      const row = Math.floor(index / here.across);
      const lastRow = Math.ceil(here.count / here.across) - 1;
      if (step === 'down' && row < lastRow) return at(here, here.count - 1);
      return beyond(layout, filled, here, index, step) ?? at(here, index);
    }
  }
}

/** The nearest cell in the columns above or below. */
function beyond(
  layout: HiveLayout,
  filled: readonly PlacedColumn[],
  here: PlacedColumn,
  index: number,
  step: 'up' | 'down',
): Spot | null {
  const { x } = cellPlace(layout, here, index);
  const others = filled.filter((column) => (step === 'up' ? column.y < here.y : column.y > here.y));
  const y = others.reduce(
    (best, { y }) => (step === 'up' ? Math.max(best, y) : Math.min(best, y)),
    step === 'up' ? -1 : Number.POSITIVE_INFINITY,
  );
  let nearest: { spot: Spot; distance: number } | null = null;
  for (const column of others.filter((other) => other.y === y)) {
    const row = step === 'up' ? Math.ceil(column.count / column.across) - 1 : 0;
    const from = row * column.across;
    for (let cell = from; cell < Math.min(from + column.across, column.count); cell += 1) {
      const distance = Math.abs(cellPlace(layout, column, cell).x - x);
      if (!nearest || distance < nearest.distance) nearest = { spot: { column: column.column, index: cell }, distance };
    }
  }
  return nearest?.spot ?? null;
}
