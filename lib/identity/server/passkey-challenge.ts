import { randomBytes } from 'node:crypto';
import { serializeSignedCookie } from 'better-call';
import type { WebAuthnJson } from '#lib/ports/accounts';
import type { Auth } from './auth';
import { signedCookie } from './signed-cookie';

/** The plugin's own name for the cookie with its challenge. */
const COOKIE = 'better-auth-passkey';
const LIVES_MS = 5 * 60_000;
/** 32 bytes in base64url and an expiry in ms. Nothing else signed with the same secret has this form. */
const VALUE = /^([\w-]{43})\.(\d{13})$/;

/**
 * The challenge of a passkey sign-in. The client keeps it in a signed cookie, because better-auth would write a row for
 * each stranger.
 */
export async function passkeyChallenge(auth: Auth, now: number): Promise<{ options: WebAuthnJson; cookies: string[] }> {
  const { createAuthCookie, secret } = await auth.$context;
  const challenge = randomBytes(32).toString('base64url');
  const { name, attributes } = createAuthCookie(COOKIE, { maxAge: LIVES_MS / 1000 });
  const rpId = new URL(String(auth.options.baseURL)).hostname;
  return {
    options: { challenge, rpId, timeout: 60_000, userVerification: 'required' },
    cookies: [await serializeSignedCookie(name, `${challenge}.${now + LIVES_MS}`, secret, attributes)],
  };
}

/**
 * The Cookie header with which better-auth finds the challenge, valid once; null where it is forged, expired or used,
 * or where no account has the passkey of the response: then nothing is written.
 */
export async function redeemChallenge(
  auth: Auth,
  headers: Headers,
  response: WebAuthnJson,
  now: number,
): Promise<string | null> {
  const cookie = await signedCookie(auth, headers, COOKIE);
  const [, challenge, until] = VALUE.exec(cookie?.value ?? '') ?? [];
  if (!cookie || !challenge || Number(until) <= now || typeof response.id !== 'string') return null;
  const { adapter, internalAdapter } = await auth.$context;
  const where = [{ field: 'credentialID', value: response.id }];
  if (!(await adapter.findOne({ model: 'passkey', where }))) return null;
  const expiresAt = new Date(Number(until));
  const used = { identifier: `passkey-used-${challenge}`, value: 'used', expiresAt };
  if (!(await internalAdapter.reserveVerificationValue(used))) return null;
  const value = JSON.stringify({ type: 'authentication', expectedChallenge: challenge, userData: { id: '' } });
  await internalAdapter.createVerificationValue({ identifier: cookie.value, value, expiresAt });
  return cookie.header;
}
