import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

/** All but the one that asks. */
export const endOtherSessions = defineContract({
  id: 'account.end-other-sessions',
  method: 'DELETE',
  path: '/api/v1/account/sessions',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ ended: z.number() }),
  status: 200,
  faults: ['records_unavailable'],
});
