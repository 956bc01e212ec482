import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { password } from './password';

export const endPasskey = defineContract({
  id: 'account.passkey-end',
  method: 'DELETE',
  path: '/api/v1/account/passkeys/{passkeyId}',
  permission: 'signed-in',
  params: z.object({ passkeyId: z.string().regex(/^[\w-]{1,64}$/) }),
  query: nothing,
  body: z.object({ password }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'wrong_password', 'too_many_attempts', 'records_unavailable'],
});
