import './without-eval';
import { z } from 'zod';

/** A time without an observer. ISO 8601. */
export const historyGap = z.object({
  since: z.string(),
  until: z.string(),
  reason: z.enum(['no-console', 'no-engine', 'too-much']),
});
