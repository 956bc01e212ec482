import * as contract from '#lib/contract/audit';
import { defineRoute } from '#lib/http/define-route';
import { listOperations } from '#lib/operations/audit/list-operations';

export const GET = defineRoute(contract.listOperations, ({ ports, principal, query }) =>
  listOperations(ports, principal, query),
);
