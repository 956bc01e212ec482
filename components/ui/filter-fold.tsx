'use client';

import { ListFilter } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import { cn } from './class-names';

export interface FilterFoldProps {
  /** The button's label. */
  label: string;
  /** The number of active filters; part of the label. */
  count: number;
  /** Always visible: the search field. */
  always?: ReactNode;
  /** Behind the button below 640 px; beside `always` above. */
  children: ReactNode;
  className?: string;
}

/** A list's filters. On a phone they fold behind one button, so that the list begins at the top of the screen. */
export function FilterFold({ label, count, always, children, className }: FilterFoldProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div className="flex items-center gap-2 sm:contents">
        {always}
        <Button
          icon={<ListFilter />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className={cn('sm:hidden', count > 0 && 'border-accent-mark')}
        >
          {label}
          {count > 0 && <span className="text-ink-muted tabular-nums">{count}</span>}
        </Button>
      </div>
      <div id={id} className={cn(!open && 'max-sm:hidden', className)}>
        {children}
      </div>
    </>
  );
}
