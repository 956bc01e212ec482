import { z } from 'zod';
import { defineContract } from '../contract';
import { person } from '../people/person';
import { nothing } from '../shapes';

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export const passSecondFactor = defineContract({
  id: 'session.second-factor',
  method: 'POST',
  path: '/api/v1/session/second-factor',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ code: z.string().trim().min(1).max(40) }).strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['wrong_code', 'second_factor_expired', 'too_many_attempts', 'records_unavailable'],
});
