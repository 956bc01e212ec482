import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** What stands behind the figure. */
  note?: ReactNode;
  className?: string;
}

/** One figure with its name. */
export function Stat({ label, value, note, className }: StatProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-0.5', className)}>
      <div className="text-ink-muted text-xs">{label}</div>
      <div className="font-semibold text-ink text-xl tabular-nums">{value}</div>
      {note && <div className="text-ink-muted text-xs">{note}</div>}
    </div>
  );
}
