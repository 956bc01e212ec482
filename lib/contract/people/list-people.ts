import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { person } from './person';

export const listPeople = defineContract({
  id: 'people.list',
  method: 'GET',
  path: '/api/v1/people',
  permission: 'people:administer',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({
    items: z.array(
      person.extend({
        disabled: z.boolean(),
        createdAt: z.string(),
        lastSeenAt: z.string().nullable(),
        openSessions: z.number(),
        hasTotp: z.boolean(),
        passkeys: z.number(),
      }),
    ),
  }),
  status: 200,
  faults: ['records_unavailable'],
});
