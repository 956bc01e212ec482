import { z } from 'zod';
import { EMAIL_MAX } from '#lib/domain/access/claim';
import { defineContract } from './contract';
import { nothing, password, person, webAuthn } from './shapes';

export const challengePasskey = defineContract({
  id: 'session.passkey-challenge',
  method: 'POST',
  path: '/api/v1/session/passkey/challenge',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ options: webAuthn }),
  status: 200,
  faults: ['not_possible', 'records_unavailable'],
});

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export const passSecondFactor = defineContract({
  id: 'session.second-factor',
  method: 'POST',
  path: '/api/v1/session/second-factor',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ code: z.string().trim().min(1).max(40) }).strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['wrong_code', 'second_factor_expired', 'too_many_attempts', 'records_unavailable'],
});

/** The password again, or a code of the app: what opens or raises access may be done for ten minutes from then on. */
export const proveSession = defineContract({
  id: 'session.proof',
  method: 'POST',
  path: '/api/v1/session/proof',
  permission: 'signed-in',
  withoutSecondFactor: true,
  params: nothing,
  query: nothing,
  body: z.union([z.object({ password }).strict(), z.object({ code: z.string().trim().min(1).max(40) }).strict()]),
  response: z.undefined(),
  status: 204,
  faults: ['wrong_password', 'wrong_code', 'too_many_attempts', 'too_busy'],
});

/** The present principal, if any; and whether there is no account yet. */
export const readSession = defineContract({
  id: 'session.read',
  method: 'GET',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ principal: person.nullable(), fresh: z.boolean() }),
  status: 200,
  faults: ['records_unavailable'],
});

/** A passkey replaces both factors. */
export const signInByPasskey = defineContract({
  id: 'session.passkey',
  method: 'POST',
  path: '/api/v1/session/passkey',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ response: webAuthn }).strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['passkey_refused', 'too_many_attempts', 'records_unavailable'],
});

export const signIn = defineContract({
  id: 'session.sign-in',
  method: 'POST',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ email: z.string().trim().min(1).max(EMAIL_MAX), password: z.string().min(1).max(1024) }).strict(),
  /** Without a principal the password was right, and a second factor is required. */
  response: z.object({ principal: person.nullable() }),
  status: 200,
  faults: ['wrong_credentials', 'too_many_attempts', 'too_busy', 'records_unavailable'],
});

/** Public, so that a stale cookie can be removed. */
export const signOut = defineContract({
  id: 'session.sign-out',
  method: 'DELETE',
  path: '/api/v1/session',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['records_unavailable'],
});
