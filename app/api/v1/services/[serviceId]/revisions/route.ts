import * as contract from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { listRevisions } from '#lib/operations/services/list-revisions';

export const GET = defineRoute(contract.listRevisions, async ({ ports, principal, params }) => ({
  revisions: await listRevisions(ports, params.serviceId, principal),
}));
