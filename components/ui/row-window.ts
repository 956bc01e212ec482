import { useEffect, useRef } from 'react';
import type { OnSort, Sorting } from './table-head';

/** Remote rows, counted and sorted there: of 100,000 only those around the view are fetched. */
export interface RowWindow<Row> {
  /** undefined: not known yet. */
  total: number | undefined;
  /** undefined: not here yet. */
  at: (index: number) => Row | undefined;
  sorting: Sorting;
  onSort: OnSort;
  /** The range that should be loaded, with a margin. Called when it changes. */
  onRange: (from: number, to: number) => void;
}

export const isWindow = <Row>(rows: readonly Row[] | RowWindow<Row>): rows is RowWindow<Row> => 'onRange' in rows;

/** Rows are fetched in blocks, so that not every scroll causes a request. */
const BLOCK = 40;
const RESTS_MS = 80;

/**
 * Reports the range around the rendered rows: at once while scrolling, after a pause where it jumps, because rows in
 * between would be fetched in vain.
 */
export function useReportedRange(
  first: number,
  last: number,
  onRange: RowWindow<unknown>['onRange'] | undefined,
): void {
  const from = Math.max(0, Math.floor(first / BLOCK) - 1) * BLOCK;
  const to = (Math.floor(last / BLOCK) + 2) * BLOCK;
  const reported = useRef(from);
  useEffect(() => {
    if (!onRange) return;
    const report = () => {
      reported.current = from;
      onRange(from, to);
    };
    if (Math.abs(from - reported.current) <= 2 * BLOCK) {
      report();
      return;
    }
    const timer = setTimeout(report, RESTS_MS);
    return () => clearTimeout(timer);
  }, [from, to, onRange]);
}
