import type { ClientInfo, SignedIn } from '#lib/ports/sessions';

export const from = (address: string): ClientInfo => ({ address, userAgent: 'vitest' });
export const HOME = from('203.0.113.1');

/** What a browser sends after this answer. */
export const withCookies = ({ cookies }: Pick<SignedIn, 'cookies'>) =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') });
