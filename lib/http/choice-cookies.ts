import type { SignedIn } from '#lib/ports/sessions';

const YEAR_S = 365 * 24 * 3600;

/** A person's choices as cookies for the browser that they sign in with; the menus there write the same cookies. */
export const choiceCookies = ({ locale, theme }: SignedIn['choices']): string[] =>
  Object.entries({ locale, theme }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`],
  );
