import * as contract from '#lib/contract/people/invite-person';
import { defineRoute } from '#lib/http/define-route';
import { invitePerson } from '#lib/operations/people/invite-person';

export const POST = defineRoute(contract.invitePerson, ({ ports, principal, body, request }) =>
  invitePerson(ports, principal, body.role, request.origin),
);
