'use client';

import { ChevronDown } from 'lucide-react';
import type { Ref, SelectHTMLAttributes } from 'react';
import { cn } from './class-names';
import { FIELD_LOOKS } from './field-looks';
import { useFieldWiring } from './form-field';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange' | 'size'> {
  ref?: Ref<HTMLSelectElement>;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
}

/** The browser's own <select>, styled: it works with every keyboard and every phone. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onValueChange, options, className, ...rest } = props;
  return (
    <span className={cn('relative inline-block w-full', className)}>
      <select
        {...useFieldWiring()}
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value as Value)}
        className={cn(FIELD_LOOKS, 'appearance-none truncate pr-8 read-only:bg-surface [&>option]:bg-raised')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-3.5 text-ink-muted"
      />
    </span>
  );
}
