import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

/** The recovery codes are shown once. */
export const confirmTotp = defineContract({
  id: 'account.second-factor-on',
  method: 'PUT',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ code: z.string().max(20) }).strict(),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 200,
  faults: ['wrong_code', 'too_many_attempts', 'not_possible', 'records_unavailable'],
});
