import { z } from 'zod';
import { defineContract } from '../contract';
import { openSession } from '../session/open-session';
import { nothing } from '../shapes';
import { personId } from './person';

export const listPersonSessions = defineContract({
  id: 'people.sessions',
  method: 'GET',
  path: '/api/v1/people/{personId}/sessions',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ items: z.array(openSession) }),
  status: 200,
  faults: ['records_unavailable'],
});
