import * as contract from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { previewRollback, rollbackService } from '#lib/operations/services/rollback-service';

export const GET = defineRoute(contract.previewRollback, ({ ports, principal, params, query }) =>
  previewRollback(ports, params.serviceId, principal, query.revision),
);

export const POST = defineRoute(contract.rollbackService, ({ ports, principal, params, body }) =>
  rollbackService(ports, principal, params.serviceId, body),
);
