import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { role } from './person';

/** A one-time link that makes an account of this role. It is shown once: only its hash is kept. */
export const invitePerson = defineContract({
  id: 'people.invite',
  method: 'POST',
  path: '/api/v1/people/invitations',
  permission: 'people:administer',
  params: nothing,
  query: nothing,
  body: z.object({ role }).strict(),
  response: z.object({ link: z.string(), expiresAt: z.string(), operationId: z.string() }),
  status: 201,
  faults: ['records_unavailable'],
});
