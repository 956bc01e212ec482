'use client';

import { cn } from './class-names';
import { useUi } from './ui-provider';

/** A placeholder while loading; size it with classes like the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block h-4 animate-breathe rounded-sm bg-pressed', className)} />;
}

const WIDTHS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-2/6', 'w-3/7'];

/** Placeholder rows of a table that is loaded for the first time. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const { words } = useUi();
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">{words.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all the same
        <div key={index} className="flex h-9 items-center gap-6 px-4">
          <Skeleton className={cn('h-3', WIDTHS[index % WIDTHS.length])} />
          <Skeleton className="h-3 w-20" />
          <Skeleton className="ml-auto h-3 w-14" />
        </div>
      ))}
    </div>
  );
}
