import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Auth } from './auth';

export interface SignedCookie {
  /** A Cookie header with this cookie only. */
  header: string;
  /** The value that better-auth signed. */
  value: string;
}

/**
 * The verified value of a better-auth cookie; null where it is missing, sent twice or not signed by us. better-auth
 * takes the first of two: an attacker who can add a cookie must not choose which one counts.
 */
export async function signedCookie(auth: Auth, headers: Headers, name: string): Promise<SignedCookie | null> {
  const { createAuthCookie, secret } = await auth.$context;
  const { name: exact } = createAuthCookie(name);
  const values = (headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 && pair.slice(0, at).trim() === exact ? [pair.slice(at + 1).trim()] : [];
  });
  const [sent] = values;
  if (sent === undefined || values.length > 1) return null;
  const text = decoded(sent);
  const at = text?.lastIndexOf('.') ?? -1;
  if (text === null || at < 1) return null;
  const value = text.slice(0, at);
  const given = Buffer.from(text.slice(at + 1), 'base64');
  const right = createHmac('sha256', secret).update(value).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? { header: `${exact}=${sent}`, value } : null;
}

/** null for an invalid encoding: decodeURIComponent throws on a lone "%". */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
