import type { Theme } from '#components/shell/choices';

/** What the cookie says, and the system's own where it says nothing we know. */
export const themeOf = (cookie: string | undefined): Theme =>
  cookie === 'light' || cookie === 'dark' ? cookie : 'system';
