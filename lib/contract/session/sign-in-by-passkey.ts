import { z } from 'zod';
import { defineContract } from '../contract';
import { person } from '../people/person';
import { nothing } from '../shapes';
import { webAuthn } from './web-authn';

/** A passkey stands for both factors. */
export const signInByPasskey = defineContract({
  id: 'session.passkey',
  method: 'POST',
  path: '/api/v1/session/passkey',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ response: webAuthn }).strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['passkey_refused', 'too_many_attempts', 'records_unavailable'],
});
