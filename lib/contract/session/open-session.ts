import '../without-eval';
import { z } from 'zod';

export const sessionId = z.string().regex(/^[\w-]{1,64}$/);

/** A place where somebody is signed in. The id names it and opens nothing. */
export const openSession = z.object({
  id: z.string(),
  /** null where all clients share an address. */
  address: z.string().nullable(),
  userAgent: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  /** Whether it is the one that asks. */
  here: z.boolean(),
});
