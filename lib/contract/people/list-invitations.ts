import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { role } from './person';

/** Invitations that may still be used. Their links are not known any more. */
export const listInvitations = defineContract({
  id: 'people.invitations',
  method: 'GET',
  path: '/api/v1/people/invitations',
  permission: 'people:administer',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({
    items: z.array(z.object({ id: z.string(), role, createdAt: z.string(), expiresAt: z.string() })),
  }),
  status: 200,
  faults: ['records_unavailable'],
});
