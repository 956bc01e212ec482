import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { webAuthn } from './web-authn';

export const challengePasskey = defineContract({
  id: 'session.passkey-challenge',
  method: 'POST',
  path: '/api/v1/session/passkey/challenge',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ options: webAuthn }),
  status: 200,
  faults: ['not_possible', 'records_unavailable'],
});
