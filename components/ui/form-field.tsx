'use client';

import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './class-names';
import { StateGlyph } from './state-glyph';
import { useUi } from './ui-provider';

interface Wiring {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const Field = createContext<Wiring | null>(null);

/** What a control takes from its FormField: id, description, and whether it is invalid. */
export const useFieldWiring = () => {
  const field = useContext(Field);
  return field
    ? {
        id: field.id,
        'aria-describedby': field.describedBy,
        'aria-invalid': field.invalid || undefined,
        required: field.required || undefined,
      }
    : {};
};

export interface FormFieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is invalid and what would be valid. */
  error?: ReactNode;
  required?: boolean;
  /** Adds "optional" to the label. */
  optional?: boolean;
  /** A TextField, NumberField, Select …; it takes its ids from the context. */
  children: ReactNode;
  className?: string;
}

/** Label, control, hint and error, associated for screen readers. */
export function FormField({ label, hint, error, required = false, optional, children, className }: FormFieldProps) {
  const id = useId();
  const { words } = useUi();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cn('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium text-ink text-sm">
        {label}
        {optional && <span className="ml-1.5 font-normal text-ink-faint text-xs">{words.optional}</span>}
      </label>
      <Field value={{ id, describedBy, invalid: Boolean(error), required }}>{children}</Field>
      {hint && (
        <p id={`${id}-hint`} className="text-ink-muted text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad-text text-xs">
          <StateGlyph tone="bad" className="mr-1 inline-block size-2" />
          {error}
        </p>
      )}
    </div>
  );
}
