import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { password } from './password';

/** The older ones are worth nothing then. */
export const makeRecoveryCodes = defineContract({
  id: 'account.recovery-codes',
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ password }).strict(),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 200,
  faults: ['wrong_password', 'too_many_attempts', 'not_possible', 'records_unavailable'],
});
