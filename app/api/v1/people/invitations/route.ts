import { invitePerson as invitePersonContract, listInvitations as listInvitationsContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { invitePerson, listLinks } from '#lib/operations/people/invite-person';

export const GET = definePersonRoute(listInvitationsContract, ({ ports }) => listLinks(ports));

export const POST = definePersonRoute(invitePersonContract, ({ ports, principal, body, request }) =>
  invitePerson(ports, principal, body, request.origin),
);
