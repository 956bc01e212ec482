import * as contract from '#lib/contract/audit';
import { defineRoute } from '#lib/http/define-route';
import { readOperation } from '#lib/operations/audit/read-operation';

export const GET = defineRoute(contract.readOperation, ({ ports, principal, params }) =>
  readOperation(ports, principal, params.operationId),
);
