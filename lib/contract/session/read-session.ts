import { z } from 'zod';
import { defineContract } from '../contract';
import { person } from '../people/person';
import { nothing } from '../shapes';

/** Who is asking, if anybody; and whether nobody has an account yet. */
export const readSession = defineContract({
  id: 'session.read',
  method: 'GET',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ principal: person.nullable(), fresh: z.boolean() }),
  status: 200,
  faults: ['records_unavailable'],
});
