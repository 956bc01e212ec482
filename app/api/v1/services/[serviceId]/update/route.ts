import * as contract from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { updateService } from '#lib/operations/services/update-service';

export const POST = defineRoute(contract.updateService, ({ ports, principal, params, body }) =>
  updateService(ports, principal, params.serviceId, body),
);
