import { z } from 'zod';
import { defineContract } from '../contract';
import { webAuthn } from '../session/web-authn';
import { nothing } from '../shapes';

export const addPasskey = defineContract({
  id: 'account.passkey-add',
  method: 'POST',
  path: '/api/v1/account/passkeys',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ name: z.string().trim().min(1).max(60), response: webAuthn }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['passkey_refused', 'records_unavailable'],
});
