/**
 * The header in which a browser names the key that it keeps for this console's origin. Cookies belong to a host name
 * and go to every port of it; what a page stores belongs to its origin alone (RFC 6265, 8.5).
 */
export const BROWSER_KEY_HEADER = 'x-browser-key';
/** 256 random bits in base64url. */
export const BROWSER_KEY = /^[\w-]{43}$/;
