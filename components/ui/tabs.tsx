'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { cn } from './class-names';

export interface TabItem<Value extends string> {
  value: Value;
  label: ReactNode;
  count?: number;
  panel: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** What the tabs divide, for screen readers. */
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  items: readonly TabItem<Value>[];
  className?: string;
}

/** Tabs with arrow keys, Home and End. (Not Radix's, because those write style attributes on the server.) */
export function Tabs<Value extends string>({ label, value, onValueChange, items, className }: TabsProps<Value>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = items.findIndex((item) => item.value === value);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = items.length - 1;
    const target = {
      ArrowRight: current === last ? 0 : current + 1,
      ArrowLeft: current <= 0 ? last : current - 1,
      Home: 0,
      End: last,
    }[event.key];
    const item = target === undefined ? undefined : items[target];
    if (target === undefined || !item) return;
    event.preventDefault();
    onValueChange(item.value);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus();
  };

  return (
    <div className={className}>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]"
      >
        {items.map((item) => {
          const chosen = item.value === value;
          return (
            <button
              key={item.value}
              type="button"
              role="tab"
              id={`${id}-${item.value}`}
              aria-selected={chosen}
              aria-controls={chosen ? `${id}-panel` : undefined}
              tabIndex={chosen ? 0 : -1}
              onClick={() => onValueChange(item.value)}
              className={cn(
                '-mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-2.5 text-sm transition-colors focus-visible:-outline-offset-2 pointer-coarse:h-11',
                chosen
                  ? 'border-accent-mark font-medium text-ink'
                  : 'border-transparent text-ink-muted hover:border-line-strong hover:text-ink',
              )}
            >
              {item.label}
              {item.count !== undefined && (
                <span className="font-normal text-ink-muted text-xs tabular-nums">{item.count}</span>
              )}
            </button>
          );
        })}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without controls must be reachable too (ARIA practices, tabs) */}
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} tabIndex={0} className="pt-4">
        {items[current]?.panel}
      </div>
    </div>
  );
}
