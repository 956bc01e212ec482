import { disablePerson as disablePersonContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { disablePerson } from '#lib/operations/people/set-standing';

export const POST = definePersonRoute(disablePersonContract, ({ ports, principal, params }) =>
  disablePerson(ports, principal, params.personId),
);
