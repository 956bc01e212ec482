import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { personId } from './person';

/** For who lost their phone and their recovery codes: the password alone signs in again. */
export const clearSecondFactor = defineContract({
  id: 'people.second-factor-off',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/second-factor',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
