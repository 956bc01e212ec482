import { isSecure } from './client';

const WEB = /^https?:$/;

/** The origin that a request was sent to, with the server's scheme; null where Host is invalid. */
function ownOriginOf(headers: Headers, baseUrl: string | null): string | null {
  const url = `${isSecure(headers) ? 'https' : 'http'}://${headers.get('host') ?? ''}`;
  if (!URL.canParse(url)) return null;
  const own = new URL(url);
  // Behind an untrusted proxy https looks like http, but BASE_URL is reliable for its own host.
  return baseUrl !== null && hostOf(baseUrl) === own.host ? null : own.origin;
}

const hostOf = (url: string): string => new URL(url).host;

/**
 * Whether a changing request comes from our own pages. The whole origin counts, because cookies go to http and https of
 * a host alike. Browsers send Origin with every such request; with cookies but without Origin, Sec-Fetch-Site must
 * prove it. Programs send neither.
 */
export function isOwnOrigin(headers: Headers, baseUrl: string | null): boolean {
  const origin = headers.get('origin');
  if (origin !== null) {
    if (!URL.canParse(origin) || !WEB.test(new URL(origin).protocol)) return false;
    const from = new URL(origin).origin;
    return from === ownOriginOf(headers, baseUrl) || (baseUrl !== null && new URL(baseUrl).origin === from);
  }
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  return headers.get('cookie') === null;
}
