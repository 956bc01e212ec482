import * as contract from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { previewScale, scaleService } from '#lib/operations/services/scale-service';

export const GET = defineRoute(contract.previewScale, ({ ports, principal, params, query }) =>
  previewScale(ports, params.serviceId, principal, query.replicas),
);

export const POST = defineRoute(contract.scaleService, ({ ports, principal, params, body }) =>
  scaleService(ports, principal, params.serviceId, body),
);
