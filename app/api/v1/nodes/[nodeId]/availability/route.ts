import * as contract from '#lib/contract/nodes';
import { defineRoute } from '#lib/http/define-route';
import { previewAvailability, setAvailability } from '#lib/operations/nodes/set-availability';

export const GET = defineRoute(contract.previewAvailability, ({ ports, params, query }) =>
  previewAvailability(ports, params.nodeId, query.availability),
);

export const POST = defineRoute(contract.setAvailability, ({ ports, principal, params, body }) =>
  setAvailability(ports, principal, params.nodeId, body),
);
