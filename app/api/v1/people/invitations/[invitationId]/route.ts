import { revokeInvitation as revokeInvitationContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { revokeInvitation } from '#lib/operations/people/invite-person';

export const DELETE = definePersonRoute(revokeInvitationContract, ({ ports, principal, params }) =>
  revokeInvitation(ports, principal, params.invitationId),
);
