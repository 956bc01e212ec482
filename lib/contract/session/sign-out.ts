import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

/** Public, so that whoever holds a stale cookie can be rid of it. */
export const signOut = defineContract({
  id: 'session.sign-out',
  method: 'DELETE',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['records_unavailable'],
});
