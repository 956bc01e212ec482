'use client';

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cn } from './class-names';
import { Tooltip } from './tooltip';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label'> {
  ref?: Ref<HTMLButtonElement>;
  /** Its accessible name, shown on hover. */
  label: string;
  icon: ReactNode;
  size?: 'sm' | 'md';
  /** Off where the button opens something that would cover the hint. */
  hint?: boolean;
}

export function IconButton({ label, icon, size = 'md', hint = true, className, type, ...props }: IconButtonProps) {
  const button = (
    <button
      type={type ?? 'button'}
      aria-label={label}
      className={cn(
        'target inline-flex shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors duration-100',
        'enabled:hover:bg-hover enabled:hover:text-ink enabled:active:bg-pressed disabled:opacity-50 data-[state=open]:bg-hover data-[state=open]:text-ink',
        size === 'sm' ? 'size-6 [&_svg]:size-3.5' : 'size-8 pointer-coarse:size-10 [&_svg]:size-4',
        className,
      )}
      {...props}
    >
      {icon}
    </button>
  );
  return hint ? (
    <Tooltip content={label} labels>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
