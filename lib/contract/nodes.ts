import { z } from 'zod';
import { preview } from './consequence';
import { ACT_FAULTS, defineContract, READ_FAULTS } from './contract';
import { accepted, availability, nodeId, nothing, version } from './shapes';

const params = z.object({ nodeId });

export const setAvailability = defineContract({
  id: 'node.availability',
  method: 'POST',
  path: '/api/v1/nodes/{nodeId}/availability',
  permission: 'node:availability',
  params,
  query: nothing,
  /** `seen`: the availability that the person's screen showed. */
  body: z.object({ availability, seen: availability, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: ACT_FAULTS,
});

export const previewAvailability = defineContract({
  id: 'node.availability.preview',
  method: 'GET',
  path: '/api/v1/nodes/{nodeId}/availability',
  permission: 'cluster:see',
  params,
  query: z.object({ availability }).strict(),
  body: nothing,
  response: preview,
  status: 200,
  faults: READ_FAULTS,
});
