import { enablePerson as enablePersonContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { enablePerson } from '#lib/operations/people/set-standing';

export const POST = definePersonRoute(enablePersonContract, ({ ports, principal, params }) =>
  enablePerson(ports, principal, params.personId),
);
