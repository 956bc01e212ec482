import { z } from 'zod';
import { defineContract } from '../contract';
import { fieldChange, nothing, serviceId } from '../shapes';

/** One stored spec of a service, without the spec. */
export interface RevisionRow {
  number: number;
  image: string;
  seenAt: string;
  /** null: changed outside of Swarmdeck. */
  by: string | null;
  operationId: string | null;
  note: string | null;
  /** Whether the service has this spec now. */
  current: boolean;
  /** What it changed from the revision before; null for the first. */
  changes: z.infer<typeof fieldChange>[] | null;
}

export const listRevisions = defineContract({
  id: 'service.revisions',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: nothing,
  body: nothing,
  response: z.object({
    revisions: z.array(
      z.object({
        number: z.number(),
        image: z.string(),
        seenAt: z.string(),
        by: z.string().nullable(),
        operationId: z.string().nullable(),
        note: z.string().nullable(),
        current: z.boolean(),
        changes: z.array(fieldChange).nullable(),
      }),
    ),
  }),
  status: 200,
  faults: [],
});
