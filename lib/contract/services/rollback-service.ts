import { z } from 'zod';
import { preview } from '../consequence';
import { ACT_FAULTS, defineContract, READ_FAULTS } from '../contract';
import { accepted, nothing, serviceId, version } from '../shapes';

const params = z.object({ serviceId });
const revision = z.int().min(1);

/** Back to a spec that we keep: the engine's PreviousSpec is overwritten by every scale and cleared by a rollback. */
export const rollbackService = defineContract({
  id: 'service.rollback',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/rollback',
  permission: 'service:rollback',
  params,
  query: nothing,
  body: z.object({ revision, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: ACT_FAULTS,
});

export const previewRollback = defineContract({
  id: 'service.rollback.preview',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/rollback',
  permission: 'cluster:see',
  params,
  query: z.object({ revision: z.coerce.number().pipe(revision) }).strict(),
  body: nothing,
  response: preview,
  status: 200,
  faults: READ_FAULTS,
});
