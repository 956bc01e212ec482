import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId, role } from './person';

/** From then on every screen and token of theirs is worth the new role. */
export const setRole = defineContract({
  id: 'people.role',
  method: 'PUT',
  path: '/api/v1/people/{personId}/role',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: z.object({ role }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'last_admin', 'records_unavailable'],
});
