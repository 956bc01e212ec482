import { createHash, randomBytes } from 'node:crypto';

export const newLinkSecret = (): string => randomBytes(32).toString('base64url');

/** A secret of 256 random bits needs no slow hash: there is nothing to guess. */
export const linkHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
