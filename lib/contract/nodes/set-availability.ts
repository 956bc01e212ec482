import { z } from 'zod';
import { preview } from '../consequence';
import { defineContract } from '../contract';
import { accepted, availability, nodeId, nothing, version } from '../shapes';

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
  faults: ['not_found', 'edit_conflict', 'nothing_to_change', 'outcome_unknown', 'no_quorum', 'engine_unreachable'],
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
  faults: ['not_found', 'no_quorum', 'engine_unreachable'],
});
