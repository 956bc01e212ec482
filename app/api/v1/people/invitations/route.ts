import { invitePerson as invitePersonContract, listInvitations as listInvitationsContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { invitePerson } from '#lib/operations/people/invite-person';

export const GET = definePersonRoute(listInvitationsContract, async ({ ports }) => ({
  items: await ports.accounts.invitations(),
}));

export const POST = definePersonRoute(invitePersonContract, ({ ports, principal, body, request }) =>
  invitePerson(ports, principal, body.role, request.origin),
);
