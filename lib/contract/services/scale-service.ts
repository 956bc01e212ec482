import { z } from 'zod';
import { preview } from '../consequence';
import { ACT_FAULTS, defineContract, READ_FAULTS } from '../contract';
import { accepted, nothing, serviceId, version } from '../shapes';

const params = z.object({ serviceId });
/** SwarmKit takes more; a typing slip of two digits should not fill a swarm with pending tasks. */
const replicas = z.int().min(0).max(20_000);

export const scaleService = defineContract({
  id: 'service.scale',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/scale',
  permission: 'service:scale',
  params,
  query: nothing,
  body: z.object({ replicas, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: [...ACT_FAULTS, 'not_possible'],
});

export const previewScale = defineContract({
  id: 'service.scale.preview',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/scale',
  permission: 'cluster:see',
  params,
  query: z.object({ replicas: z.coerce.number().pipe(replicas) }).strict(),
  body: nothing,
  response: preview,
  status: 200,
  faults: [...READ_FAULTS, 'not_possible'],
});
