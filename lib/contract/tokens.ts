import './without-eval';
import { z } from 'zod';
import { VERBS } from '#lib/domain/access/roles';
import { TOKEN_DAYS_MAX, TOKEN_NAME_MAX, TOKEN_TARGETS_MAX, TOKEN_VERBS } from '#lib/domain/access/token-scope';
import { defineContract } from './contract';
import { nothing } from './shapes';

const targets = (one: z.ZodString) => z.array(one).max(TOKEN_TARGETS_MAX);

export const tokenScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }).strict(),
  z
    .object({
      kind: z.literal('some'),
      services: targets(z.string().regex(/^[0-9a-z]{25}$/)),
      stacks: targets(z.string().min(1).max(100)),
    })
    .strict()
    .refine(({ services, stacks }) => services.length + stacks.length > 0),
]);

/** A token as its owner and admins see it; the secret is nowhere. */
export const apiToken = z.object({
  id: z.string(),
  owner: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  name: z.string(),
  start: z.string(),
  verbs: z.array(z.enum(VERBS)),
  scope: tokenScope,
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  lastUsedFrom: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type ShownToken = z.infer<typeof apiToken>;

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

/** The secret is shown once. */
export const makeToken = defineContract({
  id: 'token.make',
  method: 'POST',
  path: '/api/v1/tokens',
  permission: 'signed-in',
  recent: true,
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
