import { randomBytes } from 'node:crypto';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Auth } from './auth';
import { hashWithSalt } from './passwords';

const COUNT = 10;
const SALT_BYTES = 16;
/** Salt and hash. All codes of a person share a salt, so that an entered code is hashed once. */
const HASHED = /^([\w-]{22})\.[\w-]{43}$/;

export const newCodes = (): string[] =>
  Array.from({ length: COUNT }, () => {
    // without letters that look alike on paper
    const code = generateRandomString(32, 'a-z', '0-9')
      .replaceAll(/[01ilo]/g, '')
      .slice(0, 10)
      .padEnd(10, 'x');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });

async function hashed(code: string, salt: Buffer): Promise<string> {
  const hash = await hashWithSalt(code, salt);
  return `${salt.toString('base64url')}.${hash.toString('base64url')}`;
}

/**
 * Codes for the two-factor plugin's row. They have only 50 bits, so they are stored like passwords (ASVS 6.5.2). The
 * plugin decrypts the list and searches it for its input, so it holds hashes and receives one.
 */
export async function sealedCodes(auth: Auth, codes: readonly string[]): Promise<string> {
  const { secretConfig: key } = await auth.$context;
  const salt = randomBytes(SALT_BYTES);
  const hashes: string[] = [];
  for (const code of codes) hashes.push(await hashed(code, salt));
  return symmetricEncrypt({ key, data: JSON.stringify(hashes) });
}

export async function openCodes(auth: Auth, sealed: string): Promise<string[]> {
  const { secretConfig: key } = await auth.$context;
  return JSON.parse(await symmetricDecrypt({ key, data: sealed })) as string[];
}

/** Whether they were stored by a version that did not hash them. */
export const arePlain = (codes: readonly string[]): boolean => codes.some((code) => !HASHED.test(code));

/** A code in its stored form. */
export async function asStored(code: string, stored: readonly string[]): Promise<string> {
  const salt = HASHED.exec(stored[0] ?? '')?.[1];
  return salt === undefined ? code : hashed(code, Buffer.from(salt, 'base64url'));
}
