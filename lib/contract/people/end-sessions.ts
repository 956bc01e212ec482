import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId } from './person';

/** Signs a person out everywhere; of who asks, everywhere else. */
export const endPersonSessions = defineContract({
  id: 'people.end-sessions',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/sessions',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ ended: z.number() }),
  status: 200,
  faults: ['records_unavailable'],
});
