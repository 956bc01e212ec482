import type { AnsiColour } from '#lib/domain/log/ansi';

/**
 * Readable on every background of both themes (globals.test.ts). Colour is never the only sign: the task's name stands
 * beside it.
 */
const TASKS = [
  { text: 'text-log-1', edge: 'bg-log-1' },
  { text: 'text-log-2', edge: 'bg-log-2' },
  { text: 'text-log-3', edge: 'bg-log-3' },
  { text: 'text-log-4', edge: 'bg-log-4' },
  { text: 'text-log-5', edge: 'bg-log-5' },
  { text: 'text-log-6', edge: 'bg-log-6' },
  { text: 'text-log-7', edge: 'bg-log-7' },
  { text: 'text-log-8', edge: 'bg-log-8' },
] as const;

export type TaskColour = (typeof TASKS)[number];

/** By the order in which tasks first wrote: neighbours differ, and the ninth task repeats the first colour. */
export const taskColour = (index: number): TaskColour => TASKS[index % TASKS.length] ?? TASKS[0];

/** ANSI colours mapped to our palette, because theirs assume a black background. */
export const ANSI_TEXT: Record<AnsiColour, string> = {
  black: 'text-ink-faint',
  red: 'text-bad-text',
  green: 'text-good-text',
  yellow: 'text-flight-text',
  blue: 'text-busy-text',
  magenta: 'text-log-3',
  cyan: 'text-log-5',
  white: 'text-ink',
};
