import type { z } from 'zod';
import type { readAccount } from '#lib/contract/account';

/** Props of every section of the account page. */
export interface AccountSectionProps {
  account: z.infer<(typeof readAccount)['response']>;
  /** Fetches the account again. */
  reload: () => void;
}
