'use client';

import { type ReactNode, useId } from 'react';
import { cn } from './class-names';
import { useUi } from './ui-provider';

export interface SegmentedControlProps<Value extends string> {
  /** The name of the choice, for screen readers. */
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; count?: number; disabled?: boolean }[];
  className?: string;
}

/** One of a few, all visible: radio buttons, so that the arrow keys choose. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, value, onValueChange, options, className } = props;
  const name = useId();
  const { locale } = useUi();
  return (
    <fieldset
      className={cn('inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-sunken p-0.5', className)}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'relative flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-sm transition-colors pointer-coarse:h-9 pointer-coarse:px-3',
            'has-focus-visible:outline-2 has-focus-visible:outline-focus',
            option.value === value
              ? 'bg-surface font-medium text-ink shadow-[0_0_0_1px_var(--line-strong)]'
              : 'text-ink-muted hover:text-ink',
            option.disabled && 'opacity-50',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onValueChange(option.value)}
            className="absolute inset-0 m-0 cursor-pointer appearance-none rounded-sm outline-none disabled:cursor-not-allowed"
          />
          {option.label}
          {option.count !== undefined && (
            <span className="font-normal text-ink-muted text-xs tabular-nums">
              {option.count.toLocaleString(locale)}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
