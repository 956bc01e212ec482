'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Popover as Radix } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { cn } from './class-names';
import { FIELD_LOOKS } from './field-looks';
import { matcherOf } from './text-match';

export interface ComboboxProps {
  /** The field's label: "Service". */
  label: string;
  value: string | null;
  onValueChange: (value: string | null) => void;
  options: readonly { value: string; label: string }[];
  /** The choice that filters nothing: "Any service". */
  anyLabel: string;
  /** The label of the search field in the list. */
  findLabel: string;
  noneLabel: string;
  className?: string;
}

/** The most options rendered; more are found by typing. */
const DRAWN = 100;

/** One of many options, found by typing. */
export function Combobox(props: ComboboxProps) {
  const { label, value, onValueChange, options, anyLabel, findLabel, noneLabel, className } = props;
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const chosenLabel = value === null ? anyLabel : (chosen?.label ?? value);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        aria-label={`${label}: ${chosenLabel}`}
        aria-haspopup="listbox"
        className={cn(
          FIELD_LOOKS,
          'inline-flex items-center gap-2 text-left read-only:bg-surface data-[state=open]:border-focus',
          value !== null && 'border-accent-mark font-medium',
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate">{chosenLabel}</span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-muted" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-72 max-w-[calc(100vw-1rem)] animate-appear rounded-lg border border-line bg-raised shadow-overlay focus:outline-none"
        >
          <Choices
            {...{ label, value, options, anyLabel, findLabel, noneLabel }}
            onChoose={(next) => {
              onValueChange(next);
              setOpen(false);
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ChoicesProps
  extends Pick<ComboboxProps, 'label' | 'value' | 'options' | 'anyLabel' | 'findLabel' | 'noneLabel'> {
  onChoose: (value: string | null) => void;
}

function Choices({ label, value, options, anyLabel, findLabel, noneLabel, onChoose }: ChoicesProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const found = useMemo(() => {
    const matches = matcherOf(typed);
    const any = typed.trim() === '' ? [{ value: null, label: anyLabel }] : [];
    return [...any, ...options.filter((option) => matches(option.label)).slice(0, DRAWN)];
  }, [options, typed, anyLabel]);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      found.findIndex((option) => option.value === value),
    ),
  );
  const here = Math.min(at, found.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${here}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [here]);

  const walk = (event: KeyboardEvent) => {
    const there = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + 8, PageUp: here - 8 }[event.key];
    if (there !== undefined) {
      event.preventDefault();
      setAt(Math.min(found.length - 1, Math.max(0, there)));
    }
    const option = found[here];
    if (event.key === 'Enter' && option) {
      event.preventDefault();
      onChoose(option.value);
    }
  };

  return (
    <>
      <div className="p-2">
        <input
          type="text"
          role="combobox"
          aria-label={`${label}: ${findLabel}`}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={here >= 0 ? `${id}-${here}` : undefined}
          placeholder={findLabel}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={walk}
          className={FIELD_LOOKS}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="max-h-72 overflow-y-auto overscroll-contain px-1 pb-1"
      >
        {found.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and takes the keys
          <div
            key={option.value ?? ''}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            onClick={() => onChoose(option.value)}
            onPointerMove={() => setAt(index)}
            className={cn(
              'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 text-sm pointer-coarse:min-h-10',
              index === here && 'bg-hover',
              option.value === null && 'text-ink-muted',
            )}
          >
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.value === value && <Check aria-hidden="true" className="size-3.5 shrink-0 text-accent-mark" />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="px-3 pb-3 text-ink-muted text-sm">{noneLabel}</p>}
    </>
  );
}
