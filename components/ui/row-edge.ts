import type { Tone } from './tone';

/** Marks a row at its edge: the failing one among two thousand. */
export const ROW_EDGE: Partial<Record<Tone, string>> = {
  warn: 'shadow-[inset_2px_0_0_var(--warn-mark)]',
  bad: 'shadow-[inset_2px_0_0_var(--bad-mark)]',
  flight: 'shadow-[inset_2px_0_0_var(--flight-mark)]',
};
