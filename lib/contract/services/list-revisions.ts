import { z } from 'zod';
import { defineContract } from '../contract';
import { fieldChange, nothing, serviceId } from '../shapes';

/** One stored spec of a service, without the spec. */
export const revisionShape = z.object({
  number: z.number(),
  image: z.string(),
  seenAt: z.string(),
  /** null: changed outside of Swarmdeck. */
  by: z.string().nullable(),
  operationId: z.string().nullable(),
  note: z.string().nullable(),
});

const revisionRow = revisionShape.extend({
  /** Whether the service has this spec now. */
  current: z.boolean(),
  /** What it changed from the revision before; null for the first. */
  changes: z.array(fieldChange).nullable(),
});
export type RevisionRow = z.infer<typeof revisionRow>;

export const listRevisions = defineContract({
  id: 'service.revisions',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: nothing,
  body: nothing,
  response: z.object({ revisions: z.array(revisionRow) }),
  status: 200,
  faults: [],
});
