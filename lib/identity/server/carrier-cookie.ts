const MONTH_S = 30 * 24 * 3600;

/**
 * The cookie outlives the session, because only the server decides when a session ends, and every use extends it, also
 * by pages and sockets, which can't set cookies. A cookie of an ended session opens nothing.
 */
export const asCarrier = (cookie: string): string => cookie.replace(/(;\s*Max-Age=)[1-9]\d*/i, `$1${MONTH_S}`);
