import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { renderSVG } from 'uqr';
import { Fault } from '#lib/domain/fault';
import type { TotpSecret } from '#lib/ports/accounts';
import type { Auth } from './auth';
import { arePlain, newCodes, openCodes, sealedCodes } from './recovery-codes';
import type { User } from './signed-in';

interface TwoFactorRow {
  id: string;
  secret: string;
  backupCodes: string;
  verified?: boolean | null;
}

const DIGITS = 6;
const PERIOD_S = 30;
/** A code is valid in its own half minute and in the two beside it. */
const CODE_LIVES_MS = 3 * PERIOD_S * 1000;
const ISSUER = 'Swarmdeck';

const ofUser = (userId: string) => [{ field: 'userId', value: userId }];

async function rowOf(auth: Auth, userId: string): Promise<TwoFactorRow | null> {
  const { adapter } = await auth.$context;
  return adapter.findOne<TwoFactorRow>({ model: 'twoFactor', where: ofUser(userId) });
}

/**
 * Sets up TOTP without better-auth's endpoints, because those open a new session at each step, which would close the
 * screen. The rows are the plugin's, so that the next sign-in finds them.
 */
export async function startTotp(auth: Auth, user: User): Promise<TotpSecret> {
  const { adapter, secretConfig: key } = await auth.$context;
  const before = await rowOf(auth, user.id);
  if (user.twoFactorEnabled) throw new Fault('not_possible', { reason: 'has_second_factor' });
  const secret = generateRandomString(32);
  const row = {
    secret: await symmetricEncrypt({ key, data: secret }),
    backupCodes: await sealedCodes(auth, []),
    verified: false,
  };
  if (before) await adapter.update({ model: 'twoFactor', where: ofUser(user.id), update: row });
  else await adapter.create({ model: 'twoFactor', data: { ...row, userId: user.id } });
  const uri = createOTP(secret, { digits: DIGITS, period: PERIOD_S }).url(ISSUER, user.email);
  return { secret: base32.encode(secret, { padding: false }), uri, qr: renderSVG(uri, { border: 2, ecc: 'M' }) };
}

export async function confirmTotp(auth: Auth, user: User, code: string): Promise<string[]> {
  const { adapter, internalAdapter } = await auth.$context;
  const row = await rowOf(auth, user.id);
  if (!row || user.twoFactorEnabled) throw new Fault('not_possible', { reason: 'no_second_factor' });
  await takeCode(auth, user.id, row, code);
  const codes = newCodes();
  const backupCodes = await sealedCodes(auth, codes);
  await adapter.update({ model: 'twoFactor', where: ofUser(user.id), update: { verified: true, backupCodes } });
  await internalAdapter.updateUser(user.id, { twoFactorEnabled: true });
  return codes;
}

/** Verifies a code of a signed-in person. Throws wrong_code, also where no app is set up. */
export async function takeTotp(auth: Auth, user: User, code: string): Promise<void> {
  const row = user.twoFactorEnabled ? await rowOf(auth, user.id) : null;
  if (!row) throw new Fault('wrong_code');
  await takeCode(auth, user.id, row, code);
}

/** Throws wrong_code; a correct code is used up. */
async function takeCode(auth: Auth, userId: string, { secret: data }: TwoFactorRow, code: string): Promise<void> {
  const { secretConfig: key } = await auth.$context;
  const secret = await symmetricDecrypt({ key, data });
  if (!(await createOTP(secret, { digits: DIGITS, period: PERIOD_S }).verify(plainCode(code))))
    throw new Fault('wrong_code');
  if (!(await isFirstUse(auth, userId, plainCode(code)))) throw new Fault('wrong_code');
}

export async function newRecoveryCodes(auth: Auth, user: User): Promise<string[]> {
  const { adapter } = await auth.$context;
  if (!user.twoFactorEnabled) throw new Fault('not_possible', { reason: 'no_second_factor' });
  const codes = newCodes();
  const backupCodes = await sealedCodes(auth, codes);
  await adapter.update({ model: 'twoFactor', where: ofUser(user.id), update: { backupCodes } });
  return codes;
}

export async function recoveryCodesLeft(auth: Auth, user: User): Promise<number> {
  if (!user.twoFactorEnabled) return 0;
  const row = await rowOf(auth, user.id);
  return row ? (await openCodes(auth, row.backupCodes)).length : 0;
}

/** The stored codes, hashed; codes from an older version are hashed first. */
export async function storedRecoveryCodes(auth: Auth, userId: string): Promise<string[]> {
  const row = await rowOf(auth, userId);
  const stored = row ? await openCodes(auth, row.backupCodes) : [];
  if (!arePlain(stored)) return stored;
  const backupCodes = await sealedCodes(auth, stored);
  const { adapter } = await auth.$context;
  await adapter.update({ model: 'twoFactor', where: ofUser(userId), update: { backupCodes } });
  return openCodes(auth, backupCodes);
}

export async function endTotp(auth: Auth, userId: string): Promise<void> {
  const { adapter, internalAdapter } = await auth.$context;
  await internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  await adapter.deleteMany({ model: 'twoFactor', where: ofUser(userId) });
}

export async function clearSecondFactors(auth: Auth, userId: string): Promise<void> {
  const { adapter } = await auth.$context;
  await endTotp(auth, userId);
  await adapter.deleteMany({ model: 'passkey', where: ofUser(userId) });
}

/** True once for each code of a person, even for concurrent requests, so that an observed code cannot be reused. */
export async function isFirstUse(auth: Auth, userId: string, code: string): Promise<boolean> {
  const { adapter, internalAdapter } = await auth.$context;
  const identifier = `totp-used-${userId}-${code}`;
  const now = new Date();
  // the same six digits will come again
  const expired = [
    { field: 'identifier', value: identifier },
    { field: 'expiresAt', operator: 'lt' as const, value: now },
  ];
  await adapter.deleteMany({ model: 'verification', where: expired });
  const expiresAt = new Date(now.getTime() + CODE_LIVES_MS);
  return internalAdapter.reserveVerificationValue({ identifier, value: 'used', expiresAt });
}

/** People type codes in groups. */
export const plainCode = (code: string): string => code.replaceAll(/\s/g, '');

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(plainCode(code));
