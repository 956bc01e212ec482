import { z } from 'zod';
import { NOTE_MAX } from '#lib/domain/access/claim';
import { defineContract } from './contract';
import { nothing, openSession, person, personId, role, sessionId } from './shapes';

/** For who lost their phone and their recovery codes: the password alone signs in again. */
export const clearSecondFactor = defineContract({
  id: 'people.second-factor-off',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/second-factor',
  permission: 'people:administer',
  recent: true,
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'not_yourself', 'records_unavailable'],
});

/** Nobody can sign in as this person any more; their sessions and tokens end. */
export const disablePerson = defineContract({
  id: 'people.disable',
  method: 'POST',
  path: '/api/v1/people/{personId}/disable',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'last_admin', 'not_yourself', 'records_unavailable'],
});

export const enablePerson = defineContract({
  id: 'people.enable',
  method: 'POST',
  path: '/api/v1/people/{personId}/enable',
  permission: 'people:administer',
  recent: true,
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});

export const endPersonSession = defineContract({
  id: 'people.end-session',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/sessions/{sessionId}',
  permission: 'people:administer',
  params: z.object({ personId, sessionId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});

/** Signs a person out everywhere; one's own account everywhere else. */
export const endPersonSessions = defineContract({
  id: 'people.end-sessions',
  method: 'DELETE',
  path: '/api/v1/people/{personId}/sessions',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ ended: z.number() }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});

/** A one-time link that makes an account of this role. It is shown once: only its hash is kept. */
export const invitePerson = defineContract({
  id: 'people.invite',
  method: 'POST',
  path: '/api/v1/people/invitations',
  permission: 'people:administer',
  recent: true,
  params: nothing,
  query: nothing,
  body: z.object({ role, /** For whom it is meant. */ note: z.string().trim().max(NOTE_MAX).default('') }).strict(),
  response: z.object({ link: z.string(), expiresAt: z.string(), operationId: z.string() }),
  status: 201,
  faults: ['records_unavailable'],
});

/**
 * One-time links that may still be used: invitations, and those for a new password. The secrets are not known any more.
 */
export const listInvitations = defineContract({
  id: 'people.invitations',
  method: 'GET',
  path: '/api/v1/people/invitations',
  permission: 'people:administer',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        purpose: z.enum(['invitation', 'new-password']),
        /** Of an invitation. */
        role: role.nullable(),
        note: z.string().nullable(),
        /** The person who gets a new password. */
        person: z.object({ name: z.string(), email: z.string() }).nullable(),
        /** The admin who made it; null: made on the host. */
        by: z.object({ name: z.string(), email: z.string() }).nullable(),
        createdAt: z.string(),
        expiresAt: z.string(),
      }),
    ),
  }),
  status: 200,
  faults: ['records_unavailable'],
});

export const listPeople = defineContract({
  id: 'people.list',
  method: 'GET',
  path: '/api/v1/people',
  permission: 'people:administer',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({
    items: z.array(
      person.extend({
        disabled: z.boolean(),
        createdAt: z.string(),
        lastSeenAt: z.string().nullable(),
        openSessions: z.number(),
        hasTotp: z.boolean(),
        passkeys: z.number(),
      }),
    ),
  }),
  status: 200,
  faults: ['records_unavailable'],
});

export const listPersonSessions = defineContract({
  id: 'people.sessions',
  method: 'GET',
  path: '/api/v1/people/{personId}/sessions',
  permission: 'people:administer',
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ items: z.array(openSession) }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});

/** A one-time link that sets a new password and removes lost second factors. It is shown once. */
export const makePasswordLink = defineContract({
  id: 'people.password-link',
  method: 'POST',
  path: '/api/v1/people/{personId}/password-link',
  permission: 'people:administer',
  recent: true,
  params: z.object({ personId }),
  query: nothing,
  body: nothing,
  response: z.object({ link: z.string(), expiresAt: z.string(), operationId: z.string() }),
  status: 201,
  faults: ['not_found', 'not_possible', 'not_yourself', 'records_unavailable'],
});

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

/** From then on every screen and token of theirs is worth the new role. */
export const setRole = defineContract({
  id: 'people.role',
  method: 'PUT',
  path: '/api/v1/people/{personId}/role',
  permission: 'people:administer',
  recent: true,
  params: z.object({ personId }),
  query: nothing,
  body: z.object({ role }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'last_admin', 'records_unavailable'],
});
