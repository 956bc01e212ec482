import { z } from 'zod';
import { preview } from '../consequence';
import { ACT_FAULTS, defineContract, READ_FAULTS } from '../contract';
import { accepted, imageReference, nothing, rollbackConfig, serviceId, updateConfig, version } from '../shapes';

const params = z.object({ serviceId });

/** What of a service a person changes; what is not named stays as it is. */
export const serviceChange = z
  .object({
    image: imageReference,
    /** As `docker service update --force`: replace every task though nothing else changed. */
    force: z.literal(true),
    updateConfig: updateConfig.partial(),
    rollbackConfig: rollbackConfig.partial(),
  })
  .partial()
  .strict();
export type ServiceChange = z.infer<typeof serviceChange>;

export const updateService = defineContract({
  id: 'service.update',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/update',
  permission: 'service:update',
  params,
  query: nothing,
  body: z.object({ change: serviceChange, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: [...ACT_FAULTS, 'not_possible', 'job_not_updatable'],
});

export const previewUpdate = defineContract({
  id: 'service.update.preview',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/update/preview',
  permission: 'cluster:see',
  params,
  query: nothing,
  body: z.object({ change: serviceChange }).strict(),
  response: preview,
  status: 200,
  faults: [...READ_FAULTS, 'not_possible'],
});
