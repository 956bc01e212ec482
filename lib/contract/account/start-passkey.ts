import { z } from 'zod';
import { defineContract } from '../contract';
import { webAuthn } from '../session/web-authn';
import { nothing } from '../shapes';
import { password } from './password';

export const startPasskey = defineContract({
  id: 'account.passkey-start',
  method: 'POST',
  path: '/api/v1/account/passkeys/challenge',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ password }).strict(),
  response: z.object({ options: webAuthn }),
  status: 200,
  faults: ['wrong_password', 'too_many_attempts', 'not_possible', 'records_unavailable'],
});
