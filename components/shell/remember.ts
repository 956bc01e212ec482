const YEAR_S = 365 * 24 * 3600;

/** Stores a choice as a cookie, because the server needs it for the next render. */
export const remember = (name: string, value: string): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is there on https and localhost only
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
};
