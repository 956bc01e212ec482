import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId } from './person';

/** A one-time link that sets the password anew and takes lost second factors away. It is shown once. */
export const makePasswordLink = defineContract({
  id: 'people.password-link',
  method: 'POST',
  path: '/api/v1/people/{personId}/password-link',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ link: z.string(), expiresAt: z.string(), operationId: z.string() }),
  status: 201,
  faults: ['not_found', 'not_possible', 'records_unavailable'],
});
