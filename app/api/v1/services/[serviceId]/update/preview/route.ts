import * as contract from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { previewUpdate } from '#lib/operations/services/update-service';

export const POST = defineRoute(contract.previewUpdate, ({ ports, principal, params, body }) =>
  previewUpdate(ports, params.serviceId, principal, body.change),
);
