import type { z } from 'zod';
import type { readAccount } from '#lib/contract/account';

/** What every part of one's own account is given. */
export interface PartProps {
  account: z.infer<(typeof readAccount)['response']>;
  /** Reads it again. */
  again: () => void;
}
