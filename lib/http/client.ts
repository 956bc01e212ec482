import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { ClientInfo } from '#lib/ports/sessions';

/**
 * Headers that the custom server sets on every request and thereby overwrites, so that no client can forge them. Routes
 * read these and no X-Forwarded-*.
 */
export const CLIENT_ADDRESS_HEADER = 'x-client-ip';
export const CLIENT_SCHEME_HEADER = 'x-client-scheme';
/** The path of a page request, because Next does not pass it to layouts. */
export const PATH_HEADER = 'x-own-path';

/** Requests without an address share one count of attempts, which is the safe side. */
export const clientOf = (headers: Headers): ClientInfo => ({
  address: headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown',
  userAgent: (headers.get('user-agent') ?? '').slice(0, 500),
  browserKey: headers.get(BROWSER_KEY_HEADER) ?? undefined,
});

export const isSecure = (headers: Headers): boolean => headers.get(CLIENT_SCHEME_HEADER) === 'https';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/** Whether the browser's traffic can be read on its way: http to anything but its own machine. */
export const isReadable = (headers: Headers): boolean =>
  !isSecure(headers) && !LOOPBACK.test(headers.get('host') ?? '');

/** The console's own address as the person knows it: BASE_URL, else the address that the request was sent to. */
export function ownOrigin(headers: Headers, baseUrl: string | null): string {
  if (baseUrl) return new URL(baseUrl).origin;
  const scheme = isSecure(headers) ? 'https' : 'http';
  return `${scheme}://${headers.get('host') ?? 'localhost'}`;
}
