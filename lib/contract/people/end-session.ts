import { z } from 'zod';
import { defineContract } from '../contract';
import { sessionId } from '../session/open-session';
import { nothing } from '../shapes';
import { personId } from './person';

export const endPersonSession = defineContract({
  id: 'people.end-session',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/sessions/{sessionId}',
  permission: 'people:administer',
  params: z.object({ personId, sessionId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
