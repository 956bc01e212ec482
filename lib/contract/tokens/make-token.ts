import { z } from 'zod';
import { TOKEN_DAYS_MAX, TOKEN_NAME_MAX, TOKEN_VERBS } from '#lib/domain/access/token-scope';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { apiToken, tokenScope } from './api-token';

/** The secret is shown once. */
export const makeToken = defineContract({
  id: 'token.make',
  method: 'POST',
  path: '/api/v1/tokens',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z
    .object({
      name: z.string().trim().min(1).max(TOKEN_NAME_MAX),
      verbs: z.array(z.enum(TOKEN_VERBS)).min(1),
      scope: tokenScope,
      days: z.int().min(1).max(TOKEN_DAYS_MAX),
    })
    .strict(),
  response: z.object({ token: apiToken, secret: z.string(), operationId: z.string() }),
  status: 201,
  faults: ['records_unavailable'],
});
