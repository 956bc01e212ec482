import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing, serviceId } from '../shapes';

/** A person's words about a revision; empty ones take them away. */
export const noteRevision = defineContract({
  id: 'service.revision.note',
  method: 'PUT',
  path: '/api/v1/services/{serviceId}/revisions/{number}/note',
  permission: 'service:update',
  params: z.object({ serviceId, number: z.coerce.number().pipe(z.int().min(1)) }),
  query: nothing,
  body: z.object({ note: z.string().trim().max(500) }).strict(),
  response: z.object({ note: z.string().nullable() }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});
