import { createOTP } from '@better-auth/utils/otp';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The app's own memory: what it scanned. */
export const codeNow = (secret: string): Promise<string> => {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return createOTP(Buffer.from(bytes).toString()).totp();
};
