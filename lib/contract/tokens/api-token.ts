import '../without-eval';
import { z } from 'zod';
import { VERBS } from '#lib/domain/access/roles';
import { TOKEN_TARGETS_MAX } from '#lib/domain/access/token-scope';

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
