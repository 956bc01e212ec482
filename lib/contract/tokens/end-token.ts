import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

/** One’s own; anybody’s for who administers people. */
export const endToken = defineContract({
  id: 'token.end',
  method: 'DELETE',
  path: '/api/v1/tokens/{tokenId}',
  permission: 'signed-in',
  params: z.object({ tokenId: z.string().regex(/^[0-9a-z]{25}$/) }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
