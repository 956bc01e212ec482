'use client';

import { Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { cn } from './class-names';
import { FIELD_LOOKS } from './field-looks';
import { useFieldWiring } from './form-field';
import { useUi } from './ui-provider';

export interface NumberFieldProps {
  ref?: Ref<HTMLInputElement>;
  /** null while the field is empty or holds no number. */
  value: number | null;
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** Shown after the number: "s", "%". */
  unit?: string;
  name?: string;
  disabled?: boolean;
  'aria-label'?: string;
  className?: string;
}

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));
/** Ten steps of 0.1 are 1, not 0.9999999999999999. */
const tidy = (value: number) => Number(value.toPrecision(12));

/**
 * A number with steps: ↑ ↓ by one, Page keys by ten, Home and End to the limits. Typed text is never corrected while
 * typing.
 */
export function NumberField(props: NumberFieldProps) {
  const {
    value,
    onValueChange,
    min = 0,
    max = Number.MAX_SAFE_INTEGER,
    step = 1,
    unit,
    className,
    disabled,
    ...rest
  } = props;
  const { words } = useUi();
  const wiring = useFieldWiring();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : String(value));

  const set = (next: number) => {
    setTyped(null);
    onValueChange(clamp(tidy(next), min, max));
  };
  const by = (steps: number) => set((value ?? min) + steps * step);

  const onKeyDown = (event: KeyboardEvent) => {
    const act: Record<string, (() => void) | undefined> = {
      ArrowUp: () => by(1),
      ArrowDown: () => by(-1),
      PageUp: () => by(10),
      PageDown: () => by(-10),
      Home: () => set(min),
      End: max === Number.MAX_SAFE_INTEGER ? undefined : () => set(max),
    };
    const chosen = act[event.key];
    if (!chosen) return;
    event.preventDefault();
    chosen();
  };

  const stepper = (label: string, icon: React.ReactNode, steps: number, stuck: boolean) => (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      disabled={disabled || stuck}
      onClick={() => by(steps)}
      className="flex w-8 items-center justify-center text-ink-muted transition-colors enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-40 pointer-coarse:w-10 [&_svg]:size-3.5"
    >
      {icon}
    </button>
  );

  return (
    <div
      className={cn(
        'flex h-8 w-36 items-stretch overflow-hidden rounded-md border border-control bg-surface transition-colors focus-within:border-focus focus-within:outline-2 focus-within:outline-focus hover:border-ink-muted pointer-coarse:h-10',
        wiring['aria-invalid'] && 'border-bad-mark',
        className,
      )}
    >
      {stepper(words.decrease, <Minus />, -1, value !== null && value <= min)}
      <span className="flex min-w-0 flex-1 items-baseline justify-center self-center border-line border-x px-1">
        <input
          {...wiring}
          {...rest}
          type="text"
          inputMode={step % 1 === 0 ? 'numeric' : 'decimal'}
          role="spinbutton"
          aria-valuenow={value ?? undefined}
          aria-valuemin={min}
          aria-valuemax={max === Number.MAX_SAFE_INTEGER ? undefined : max}
          aria-valuetext={value === null ? undefined : unit ? `${value} ${unit}` : undefined}
          autoComplete="off"
          disabled={disabled}
          value={shown}
          onChange={({ target }) => {
            const number = Number(target.value.trim().replace(',', '.'));
            const sound = target.value.trim() !== '' && Number.isFinite(number);
            setTyped(target.value);
            onValueChange(sound ? number : null);
          }}
          onBlur={() => {
            if (value !== null) set(value);
          }}
          onKeyDown={onKeyDown}
          className={cn(
            FIELD_LOOKS,
            'h-auto border-0 bg-transparent px-0 text-center tabular-nums focus-visible:outline-none pointer-coarse:h-auto',
            unit && 'flex-[0_1_auto] text-right [field-sizing:content]',
          )}
        />
        {unit && (
          <span aria-hidden="true" className="pl-1 text-ink-muted text-xs">
            {unit}
          </span>
        )}
      </span>
      {stepper(words.increase, <Plus />, 1, value !== null && value >= max)}
    </div>
  );
}
