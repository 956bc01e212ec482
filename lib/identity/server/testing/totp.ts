import { createOTP } from '@better-auth/utils/otp';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const PERIOD_MS = 30_000;

/** The code that the app shows now, or some half minutes from now. */
export const codeNow = (secret: string, halfMinutes = 0): Promise<string> => {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return createOTP(Buffer.from(bytes).toString()).hotp(Math.floor(Date.now() / PERIOD_MS) + halfMinutes);
};
