'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './class-names';

export interface CheckboxProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  name?: string;
  className?: string;
}

interface RowProps extends CheckboxProps {
  control: (wiring: { id: string; 'aria-describedby': string | undefined }) => ReactNode;
}

function LabelledControl({ label, hint, className, control }: RowProps) {
  const id = useId();
  return (
    <div className={cn('flex gap-2.5', className)}>
      {control({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}
      <div className="min-w-0">
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-ink-muted text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

export function Checkbox(props: CheckboxProps) {
  const { checked, onCheckedChange, disabled, name } = props;
  return (
    <LabelledControl
      {...props}
      control={(wiring) => (
        <span className="relative mt-0.5 inline-flex size-4 shrink-0">
          <input
            type="checkbox"
            {...wiring}
            name={name}
            disabled={disabled}
            checked={checked}
            onChange={(event) => onCheckedChange(event.target.checked)}
            className="target peer size-4 appearance-none rounded-xs border border-control bg-surface transition-colors checked:border-transparent checked:bg-accent enabled:hover:border-ink-muted disabled:opacity-50"
          />
          <svg
            viewBox="0 0 12 12"
            aria-hidden="true"
            className="pointer-events-none absolute inset-0 m-auto hidden size-3 text-accent-ink peer-checked:block"
          >
            <path d="m2 6.4 2.6 2.6L10 3.4" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </span>
      )}
    />
  );
}
