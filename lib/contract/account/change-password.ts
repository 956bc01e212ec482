import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { password } from './password';

/** All other sessions of this person end. */
export const changePassword = defineContract({
  id: 'account.password',
  method: 'PUT',
  path: '/api/v1/account/password',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ old: password, password }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['wrong_password', 'too_many_attempts', 'records_unavailable'],
});
