import { z } from 'zod';
import { preview } from '../consequence';
import { defineContract } from '../contract';
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
  faults: [
    'not_found',
    'not_possible',
    'edit_conflict',
    'nothing_to_change',
    'outcome_unknown',
    'no_quorum',
    'engine_unreachable',
  ],
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
  faults: ['not_found', 'not_possible', 'no_quorum', 'engine_unreachable'],
});
