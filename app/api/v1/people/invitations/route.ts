import { invitePerson as invitePersonContract } from '#lib/contract/people/invite-person';
import { listInvitations as listInvitationsContract } from '#lib/contract/people/list-invitations';
import { definePersonRoute } from '#lib/http/define-route';
import { invitePerson } from '#lib/operations/people/invite-person';

export const GET = definePersonRoute(listInvitationsContract, async ({ ports }) => ({
  items: await ports.accounts.invitations(),
}));

export const POST = definePersonRoute(invitePersonContract, ({ ports, principal, body, request }) =>
  invitePerson(ports, principal, body.role, request.origin),
);
