'use client';

import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './class-names';
import { UiLink } from './ui-link';

export interface MenuProps {
  /** The button that opens it; it must have an accessible name. */
  trigger: ReactElement;
  /** What the menu is about, where the trigger's name is not enough. */
  label?: string;
  align?: 'start' | 'end';
  children: ReactNode;
}

const ROW =
  'flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-left text-sm outline-none pointer-coarse:min-h-10 data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';

/** A menu of actions or choices behind a button. Arrow keys, type-ahead and Escape work as usual. */
export function Menu({ trigger, label, align = 'end', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          {...(label && { 'aria-label': label })}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 max-w-80 animate-appear rounded-md border border-line bg-raised p-1 shadow-overlay"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  icon?: ReactNode;
  /** Why it is disabled, or what it does, in small text beneath. */
  hint?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** Navigates instead of calling `onSelect`. */
  href?: string;
  onSelect?: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, hint, danger, disabled, href, onSelect, children }: MenuItemProps) {
  const inside = (
    <>
      <span className={cn('flex text-ink-faint', danger && 'text-bad-text')}>{icon}</span>
      <span className="min-w-0">
        <span className="block">{children}</span>
        {hint && <span className="block text-ink-muted text-xs">{hint}</span>}
      </span>
    </>
  );
  return (
    <Radix.Item
      className={cn(ROW, danger && 'text-bad-text data-[highlighted]:bg-bad-soft')}
      disabled={disabled}
      onSelect={onSelect}
      asChild={href !== undefined}
    >
      {href === undefined ? inside : <UiLink href={href}>{inside}</UiLink>}
    </Radix.Item>
  );
}

export interface MenuChoicesProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode; lang?: string }[];
}

/** One of several, with a tick. */
export function MenuChoices<Value extends string>({ label, value, onValueChange, options }: MenuChoicesProps<Value>) {
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={(next) => onValueChange(next as Value)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ROW} lang={option.lang}>
          <span className="flex text-ink-faint">{option.icon}</span>
          <span className="flex-1">{option.label}</span>
          <Radix.ItemIndicator>
            <svg viewBox="0 0 12 12" aria-hidden="true" className="text-accent-text">
              <path
                d="m2 6.4 2.6 2.6L10 3.4"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.8"
                strokeLinecap="round"
              />
            </svg>
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-ink-muted text-xs">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
