import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import { browserKey } from '#lib/identity/browser/browser-key';

/** Sent with every request of our own pages, beside the cookie. */
export const ownHeaders = (): Record<string, string> => ({ [BROWSER_KEY_HEADER]: browserKey() });
