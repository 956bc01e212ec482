import { isSecure } from './client';

const WEB = /^https?:$/;

/** The origin that a request was sent to, with the scheme as the server knows it; null where Host is none. */
function ownOriginOf(headers: Headers, baseUrl: string | null): string | null {
  const url = `${isSecure(headers) ? 'https' : 'http'}://${headers.get('host') ?? ''}`;
  if (!URL.canParse(url)) return null;
  const own = new URL(url);
  // Behind a proxy that is not trusted https looks like http; what BASE_URL says of its own host is certain.
  return baseUrl !== null && hostOf(baseUrl) === own.host ? null : own.origin;
}

const hostOf = (url: string): string => new URL(url).host;

/**
 * Whether a request that changes something comes from our own pages: the whole origin counts, since cookies go to http and
 * https of a host alike. Browsers send Origin with every such request; one without it that carries cookies is taken only
 * where the browser vouches by Sec-Fetch-Site. Programs send neither.
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
