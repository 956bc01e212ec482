import { z } from 'zod';
import { defineContract } from '../contract';
import { fieldChange, nothing, serviceId } from '../shapes';
import { revisionShape } from './list-revisions';

const number = z.coerce.number().pipe(z.int().min(1));

/** What makes one revision differ from another, whichever is older. */
export const compareRevisions = defineContract({
  id: 'service.revisions.compare',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions/compare',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: z.object({ from: number, to: number }).strict(),
  body: nothing,
  response: z.object({ from: revisionShape, to: revisionShape, changes: z.array(fieldChange) }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});
