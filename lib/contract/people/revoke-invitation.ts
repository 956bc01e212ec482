import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

export const revokeInvitation = defineContract({
  id: 'people.revoke-invitation',
  method: 'DELETE',
  path: '/api/v1/people/invitations/{invitationId}',
  permission: 'people:administer',
  params: z.object({ invitationId: z.string().regex(/^[0-9a-f]{64}$/) }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});
