'use client';

import { cva, type VariantProps } from 'class-variance-authority';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cn } from './class-names';
import { Spinner } from './spinner';
import { UiLink } from './ui-link';
import type { UiLinkProps } from './ui-provider';

const looks = cva(
  [
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium',
    'transition-[background-color,border-color,color] duration-100',
    'disabled:opacity-50 aria-disabled:not-aria-busy:opacity-50 aria-busy:cursor-progress [&_svg]:shrink-0',
  ],
  {
    variants: {
      look: {
        primary:
          'border-transparent bg-accent text-accent-ink enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        plain:
          'border-line-strong bg-surface text-ink enabled:hover:border-control enabled:hover:bg-hover enabled:active:bg-pressed [a&]:hover:border-control [a&]:hover:bg-hover',
        quiet:
          'border-transparent bg-transparent text-ink-muted enabled:hover:bg-hover enabled:hover:text-ink enabled:active:bg-pressed [a&]:hover:bg-hover [a&]:hover:text-ink',
        danger:
          'border-transparent bg-bad-fill text-bad-fill-ink enabled:hover:bg-bad-fill-hover [a&]:hover:bg-bad-fill-hover',
        'danger-quiet':
          'border-line-strong bg-surface text-bad-text enabled:hover:border-bad-mark enabled:hover:bg-bad-soft [a&]:hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs pointer-coarse:h-10 pointer-coarse:px-3.5 [&_svg]:size-3.5',
        md: 'h-8 px-3 text-sm pointer-coarse:h-10 pointer-coarse:px-4 [&_svg]:size-4',
        lg: 'h-10 px-4 text-base [&_svg]:size-4',
      },
      wide: { true: 'w-full' },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

type Looks = VariantProps<typeof looks>;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Looks {
  ref?: Ref<HTMLButtonElement>;
  /** An icon before the label; decoration only. */
  icon?: ReactNode;
  /** At work: keeps its size and its focus, ignores presses. */
  pending?: boolean;
}

export function Button({ look, size, wide, icon, pending, className, children, onClick, type, ...props }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      className={cn(looks({ look, size, wide }), className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface LinkButtonProps extends UiLinkProps, Looks {
  icon?: ReactNode;
}

/** A link that looks like a button. */
export function LinkButton({ look, size, wide, icon, className, children, ...props }: LinkButtonProps) {
  return (
    <UiLink className={cn(looks({ look, size, wide }), className)} {...props}>
      {icon}
      {children}
    </UiLink>
  );
}
