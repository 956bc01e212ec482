const YEAR_S = 365 * 24 * 3600;

/** Keeps a choice where the server finds it when it renders the next page. */
export const remember = (name: string, value: string): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is there on https and localhost only
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
};
