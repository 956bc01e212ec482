import '../without-eval';
import { z } from 'zod';
import { OUTCOMES } from '#lib/domain/operation/operation';

const KINDS = ['node', 'service', 'config', 'secret', 'network', 'user', 'token', 'console'] as const;
/** How an act stands, in one word: an outcome, or a state where it has none. `open`: not settled yet. */
export const RESULTS = [...OUTCOMES, 'refused', 'unknown', 'observed', 'open'] as const;

const moment = z.iso.datetime({ offset: true });

/** What of the ledger is looked at; the same words in the address of the screen. */
export const operationFilter = z.object({
  /** Id of the object. */
  target: z.string().max(100).optional(),
  kind: z.enum(KINDS).optional(),
  /** A part of the object's name. */
  name: z.string().max(100).optional(),
  /** A part of the person's name. */
  who: z.string().max(100).optional(),
  /** An act, `service.scale`, or all of a kind, `service`. */
  action: z
    .string()
    .max(50)
    .regex(/^[a-z]+(\.[a-z-]+)?$/)
    .optional(),
  result: z.enum(RESULTS).optional(),
  since: moment.optional(),
  until: moment.optional(),
});
export type AskedFilter = z.infer<typeof operationFilter>;
