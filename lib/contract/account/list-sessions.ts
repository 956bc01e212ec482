import { z } from 'zod';
import { defineContract } from '../contract';
import { openSession } from '../session/open-session';
import { nothing } from '../shapes';

export const listOwnSessions = defineContract({
  id: 'account.sessions',
  method: 'GET',
  path: '/api/v1/account/sessions',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ items: z.array(openSession) }),
  status: 200,
  faults: ['records_unavailable'],
});
