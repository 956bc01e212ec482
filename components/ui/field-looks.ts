/** The shared style of inputs and selects. 16 px on touch screens, because iOS zooms in on smaller ones. */
export const FIELD_LOOKS =
  'h-8 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-ink text-sm transition-colors duration-100 placeholder:text-ink-faint hover:border-ink-muted focus-visible:border-focus focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-ink-faint disabled:hover:border-control read-only:bg-sunken aria-invalid:border-bad-mark pointer-coarse:h-10 pointer-coarse:text-lg';
