import './without-eval';
import { z } from 'zod';
import type { Consequence } from '#lib/domain/operation/consequence';
import type { FieldChange } from '#lib/domain/operation/operation';
import { fieldChange } from './shapes';

/** What a person reads before an act: its effects, the fields it changes, and the docker command that does the same. */
export interface Preview {
  consequence: Consequence;
  changes: FieldChange[];
  command: string;
  /** The object's version that this was computed on. */
  version: number;
}

export const preview: z.ZodType<Preview> = z.object({
  consequence: z.custom<Consequence>((value) => typeof value === 'object' && value !== null && 'effects' in value),
  changes: z.array(fieldChange),
  command: z.string(),
  version: z.number(),
});
