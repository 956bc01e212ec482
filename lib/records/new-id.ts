import { randomBytes } from 'node:crypto';

/** 25 letters and digits, 128 random bits: the form of the swarm's own ids. */
export const newId = (): string =>
  BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(25, '0');
