import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId } from './person';

/** Nobody can sign in as this person any more; their sessions and tokens end. */
export const disablePerson = defineContract({
  id: 'people.disable',
  method: 'POST',
  path: '/api/v1/people/{personId}/disable',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'last_admin', 'not_yourself', 'records_unavailable'],
});
