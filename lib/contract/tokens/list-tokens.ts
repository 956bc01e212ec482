import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { apiToken } from './api-token';

/** Own ones; those of everybody for who administers people. */
export const listTokens = defineContract({
  id: 'tokens.list',
  method: 'GET',
  path: '/api/v1/tokens',
  permission: 'signed-in',
  params: nothing,
  query: z.object({ of: z.enum(['me', 'everybody']).default('me') }).strict(),
  body: nothing,
  response: z.object({ items: z.array(apiToken) }),
  status: 200,
  faults: ['records_unavailable'],
});
