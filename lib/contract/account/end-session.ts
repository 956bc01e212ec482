import { z } from 'zod';
import { defineContract } from '../contract';
import { sessionId } from '../session/open-session';
import { nothing } from '../shapes';

export const endOwnSession = defineContract({
  id: 'account.end-session',
  method: 'DELETE',
  path: '/api/v1/account/sessions/{sessionId}',
  permission: 'signed-in',
  params: z.object({ sessionId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
