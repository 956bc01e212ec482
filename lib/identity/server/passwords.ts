import { hash, hashRaw, verify } from '@node-rs/argon2';
import { Fault } from '#lib/domain/fault';
import { Lane } from '#lib/limits/lane';

/**
 * OWASP's parameters for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. argon2id is the
 * default.
 */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Anybody can cause this work, even from a shared address. It runs on libuv's four threads, which files and DNS use as
 * well. Excess requests are refused as `too_busy`.
 */
export const PASSWORD_WORK = { width: 2, queue: 50, waitMs: 10_000 } as const;
const work = new Lane({ ...PASSWORD_WORK, busy: () => new Fault('too_busy', { what: 'passwords' }) });

export const hashPassword = (password: string): Promise<string> => work.run(() => hash(password, ARGON2ID));

/** Also false for an unreadable hash. */
export const verifyPassword = ({ hash: stored, password }: { hash: string; password: string }): Promise<boolean> =>
  work.run(() => verify(stored, password).catch(() => false));

/** For secrets that are looked up by their hash; 32 bytes. */
export const hashWithSalt = (secret: string, salt: Uint8Array): Promise<Buffer> =>
  work.run(() => hashRaw(secret, { ...ARGON2ID, salt }));
