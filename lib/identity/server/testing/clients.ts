import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { ClientInfo, SignedIn } from '#lib/ports/sessions';

export const from = (address: string): ClientInfo => ({ address, userAgent: 'vitest', browserKey: 'k'.repeat(43) });
export const HOME = from('203.0.113.1');

/** The headers of a browser after this response: its cookies, and its key for the origin. */
export const withCookies = ({ cookies }: Pick<SignedIn, 'cookies'>) =>
  new Headers({
    cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; '),
    [BROWSER_KEY_HEADER]: HOME.browserKey ?? '',
  });
