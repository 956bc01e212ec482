import { z } from 'zod';
import { defineContract } from '../contract';
import { fieldChange, nothing, serviceId } from '../shapes';

const number = z.coerce.number().pipe(z.int().min(1));
const side = z.object({
  number: z.number(),
  image: z.string(),
  seenAt: z.string(),
  by: z.string().nullable(),
  operationId: z.string().nullable(),
  note: z.string().nullable(),
});

/** What makes one revision differ from another, whichever is older. */
export const compareRevisions = defineContract({
  id: 'service.revisions.compare',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions/compare',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: z.object({ from: number, to: number }).strict(),
  body: nothing,
  response: z.object({ from: side, to: side, changes: z.array(fieldChange) }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});
