'use client';

import { useEffect } from 'react';
import type { Hive } from '#components/live/use-hive';
import type { Arranged } from './use-hive-view';

/** The interval of updates while no stage draws. */
const PACE_MS = 500;

/** Applies the replica's changes to the view where nothing is drawn. */
export function useFollowed({ subscribe }: Hive, { view }: Arranged, onFigures: () => void): void {
  useEffect(() => {
    const pending = new Set<number>();
    const stop = subscribe((changed) => {
      if (changed !== 'all') for (const cell of changed) pending.add(cell);
    });
    const timer = setInterval(() => {
      const touched = view.take(pending, Math.floor(Date.now() / 1000));
      pending.clear();
      if (touched.columns.size > 0 || touched.shape) onFigures();
    }, PACE_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [subscribe, view, onFigures]);
}
