import { setRole as setRoleContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { setRole } from '#lib/operations/people/set-standing';

export const PUT = definePersonRoute(setRoleContract, ({ ports, principal, params, body }) =>
  setRole(ports, principal, params.personId, body.role),
);
