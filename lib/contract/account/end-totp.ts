import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { password } from './password';

export const endTotp = defineContract({
  id: 'account.second-factor-off',
  method: 'DELETE',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ password }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['wrong_password', 'too_many_attempts', 'records_unavailable'],
});
