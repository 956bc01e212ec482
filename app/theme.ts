import type { Theme } from '#components/shell/choices';

/** The theme in the cookie; `system` where the cookie is missing or unknown. */
export const themeOf = (cookie: string | undefined): Theme =>
  cookie === 'light' || cookie === 'dark' ? cookie : 'system';
