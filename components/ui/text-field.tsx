'use client';

import { Eye, EyeOff, Search } from 'lucide-react';
import { type InputHTMLAttributes, type Ref, useState } from 'react';
import { cn } from './class-names';
import { FIELD_LOOKS } from './field-looks';
import { useFieldWiring } from './form-field';
import { IconButton } from './icon-button';
import { useUi } from './ui-provider';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'size'> {
  ref?: Ref<HTMLInputElement>;
  onValueChange?: (value: string) => void;
  /** Monospaced, for names, images and ids that must be exact. */
  mono?: boolean;
}

export function TextField({ onValueChange, mono, className, ...props }: TextFieldProps) {
  return (
    <input
      type="text"
      {...(mono && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
      {...useFieldWiring()}
      {...props}
      onChange={(event) => onValueChange?.(event.target.value)}
      className={cn(FIELD_LOOKS, mono && 'font-mono', className)}
    />
  );
}

/** A password that can be shown. */
export function PasswordField({ className, ...props }: Omit<TextFieldProps, 'type' | 'mono'>) {
  const [shown, setShown] = useState(false);
  const { words } = useUi();
  return (
    <div className="relative">
      <TextField {...props} type={shown ? 'text' : 'password'} className={cn('pr-10', className)} />
      <IconButton
        label={shown ? words.hidePassword : words.showPassword}
        icon={shown ? <EyeOff /> : <Eye />}
        hint={false}
        onClick={() => setShown(!shown)}
        className="absolute! inset-y-0 right-1 my-auto size-6 pointer-coarse:size-8"
      />
    </div>
  );
}

/** Filters a list while typing. */
export function SearchField({ label, className, ...props }: Omit<TextFieldProps, 'type' | 'mono'> & { label: string }) {
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-3.5 text-ink-faint"
      />
      <TextField
        {...props}
        type="search"
        aria-label={label}
        placeholder={props.placeholder ?? label}
        className="pl-8"
      />
    </div>
  );
}
