import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId } from './person';

export const enablePerson = defineContract({
  id: 'people.enable',
  method: 'POST',
  path: '/api/v1/people/{personId}/enable',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
