'use client';

import { FormField } from './form-field';
import { TextField } from './text-field';
import { useUi } from './ui-provider';

export interface ConfirmByTypingProps {
  /** What has to be typed: the name of what would be lost. */
  name: string;
  value: string;
  onValueChange: (value: string) => void;
  hint?: string;
}

/** The last hold before something that can't be undone. The form enables its button by `isConfirmed`. */
export function ConfirmByTyping({ name, value, onValueChange, hint }: ConfirmByTypingProps) {
  const { words } = useUi();
  return (
    <FormField label={words.typeToConfirm(name)} hint={hint}>
      <TextField mono autoComplete="off" value={value} onValueChange={onValueChange} placeholder={name} />
    </FormField>
  );
}

/** Spaces around a pasted name are forgiven, nothing else. */
export const isConfirmed = (name: string, typed: string) => typed.trim() === name;
