/**
 * The meaning of a colour: good = runs as wanted, busy = on its way, flight = a change is being rolled out, warn =
 * needs attention, bad = failed, off = stopped or idle.
 */
export type Tone = 'good' | 'busy' | 'flight' | 'warn' | 'bad' | 'off';

export const TONE_TEXT: Record<Tone, string> = {
  good: 'text-good-text',
  busy: 'text-busy-text',
  flight: 'text-flight-text',
  warn: 'text-warn-text',
  bad: 'text-bad-text',
  off: 'text-off-text',
};

export const TONE_MARK: Record<Tone, string> = {
  good: 'text-good-mark',
  busy: 'text-busy-mark',
  flight: 'text-flight-mark',
  warn: 'text-warn-mark',
  bad: 'text-bad-mark',
  off: 'text-off-mark',
};

export const TONE_SOFT: Record<Tone, string> = {
  good: 'bg-good-soft',
  busy: 'bg-busy-soft',
  flight: 'bg-flight-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  off: 'bg-off-soft',
};
