import { hash, verify } from '@node-rs/argon2';

/** OWASP's choice for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. argon2id is the default. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

/** False for a hash that cannot be read, too. */
export const verifyPassword = ({ hash: stored, password }: { hash: string; password: string }): Promise<boolean> =>
  verify(stored, password).catch(() => false);
