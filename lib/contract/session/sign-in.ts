import { z } from 'zod';
import { EMAIL_MAX } from '#lib/domain/access/claim';
import { defineContract } from '../contract';
import { person } from '../people/person';
import { nothing } from '../shapes';

export const signIn = defineContract({
  id: 'session.sign-in',
  method: 'POST',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ email: z.string().trim().min(1).max(EMAIL_MAX), password: z.string().min(1).max(1024) }).strict(),
  /** Without a principal the password was right, and the second factor is asked for. */
  response: z.object({ principal: person.nullable() }),
  status: 200,
  faults: ['wrong_credentials', 'too_many_attempts', 'records_unavailable'],
});
