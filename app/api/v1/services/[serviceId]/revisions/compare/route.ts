import { compareRevisions as contract } from '#lib/contract/services';
import { defineRoute } from '#lib/http/define-route';
import { compareRevisions } from '#lib/operations/revisions/compare-revisions';

export const GET = defineRoute(contract, ({ ports, principal, params, query }) =>
  compareRevisions(ports, principal, params.serviceId, query),
);
