'use client';

import { cn } from './class-names';
import { useUi } from './ui-provider';

/** The place of a line of text that is on its way. Decoration: say once beside it that something is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block h-3.5 animate-breathe rounded-sm bg-pressed', className)} />;
}

const WIDTHS = ['w-11/12', 'w-8/12', 'w-10/12', 'w-7/12', 'w-9/12'];

/** Several lines, with the word for it. */
export function SkeletonLines({ count = 5 }: { count?: number }) {
  const { words } = useUi();
  return (
    <div role="status" className="flex flex-col gap-3 py-1">
      <span className="sr-only">{words.loading}</span>
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that never change places
        <Skeleton key={line} className={WIDTHS[line % WIDTHS.length]} />
      ))}
    </div>
  );
}
