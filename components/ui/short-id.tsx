'use client';

import { cn } from './class-names';
import { CopyButton } from './copy-button';

export interface ShortIdProps {
  id: string;
  /** The copy button's label: "Copy node ID". */
  copyLabel?: string;
  className?: string;
}

/** The first 12 characters, as the docker CLI shows ids; the button copies the whole id. */
export function ShortId({ id, copyLabel, className }: ShortIdProps) {
  return (
    <span className={cn('group/id inline-flex items-center gap-0.5 whitespace-nowrap', className)}>
      <code title={id} className="font-mono text-ink-muted text-xs">
        {id.slice(0, 12)}
      </code>
      <CopyButton
        text={id}
        label={copyLabel}
        className="near:relative near:z-10 opacity-0 transition-opacity focus-visible:opacity-100 group-hover/id:opacity-100 pointer-coarse:opacity-100 [tr:hover_&]:opacity-100"
      />
    </span>
  );
}
