import { createHash, timingSafeEqual } from 'node:crypto';
import { BROWSER_KEY, BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';

/** The key has 256 random bits, so a plain hash is safe. null where no valid key was sent. */
export function browserKeyHash(headers: Headers | undefined): string | null {
  const key = headers?.get(BROWSER_KEY_HEADER) ?? '';
  return BROWSER_KEY.test(key) ? createHash('sha256').update(key).digest('base64url') : null;
}

/**
 * Whether a request comes from the origin in which this session was opened. A session from before there were keys has
 * none.
 */
export function isFromSameOrigin(headers: Headers, keyHash: string | null | undefined): boolean {
  const sent = browserKeyHash(headers);
  if (!sent || !keyHash) return false;
  const [a, b] = [Buffer.from(sent), Buffer.from(keyHash)];
  return a.length === b.length && timingSafeEqual(a, b);
}
