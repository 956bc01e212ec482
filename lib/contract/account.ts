import { z } from 'zod';
import { NAME_MAX } from '#lib/domain/access/claim';
import { PASSKEY_PLACES } from '#lib/domain/access/passkey-place';
import { defineContract } from './contract';
import { nothing, openSession, password, role, sessionId, webAuthn } from './shapes';

export const addPasskey = defineContract({
  id: 'account.passkey-add',
  method: 'POST',
  path: '/api/v1/account/passkeys',
  permission: 'signed-in',
  recent: true,
  params: nothing,
  query: nothing,
  body: z.object({ name: z.string().trim().min(1).max(60), response: webAuthn }).strict(),
  response: z.undefined(),
  status: 204,
  faults: ['passkey_refused', 'records_unavailable'],
});

/** What is not named stays. Language and theme are what every browser of this person starts with; null: its own. */
export const changeAccount = defineContract({
  id: 'account.change',
  method: 'PUT',
  path: '/api/v1/account',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z
    .object({
      name: z.string().trim().min(1).max(NAME_MAX),
      locale: z.enum(['en', 'zh-CN']).nullable(),
      theme: z.enum(['light', 'dark', 'system']).nullable(),
    })
    .partial()
    .strict(),
  response: z.undefined(),
  status: 204,
  faults: ['records_unavailable'],
});

/** Ends all other sessions of this person, and their tokens unless `keepTokens` is set. */
export const changePassword = defineContract({
  id: 'account.password',
  method: 'PUT',
  path: '/api/v1/account/password',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z
    .object({
      old: password,
      password,
      /** Tokens made before go on working. */ keepTokens: z.boolean().default(false),
    })
    .strict(),
  response: z.object({ endedTokens: z.number() }),
  status: 200,
  faults: ['wrong_password', 'too_many_attempts', 'too_busy', 'records_unavailable'],
});

/** The recovery codes are shown once. */
export const confirmTotp = defineContract({
  id: 'account.second-factor-on',
  method: 'PUT',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  withoutSecondFactor: true,
  recent: true,
  params: nothing,
  query: nothing,
  body: z.object({ code: z.string().max(20) }).strict(),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 200,
  faults: ['wrong_code', 'too_many_attempts', 'not_possible', 'records_unavailable'],
});

/** All except the requesting one. */
export const endOtherSessions = defineContract({
  id: 'account.end-other-sessions',
  method: 'DELETE',
  path: '/api/v1/account/sessions',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ ended: z.number() }),
  status: 200,
  faults: ['records_unavailable'],
});

export const endPasskey = defineContract({
  id: 'account.passkey-end',
  method: 'DELETE',
  path: '/api/v1/account/passkeys/{passkeyId}',
  permission: 'signed-in',
  recent: true,
  params: z.object({ passkeyId: z.string().regex(/^[\w-]{1,64}$/) }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});

export const endOwnSession = defineContract({
  id: 'account.end-session',
  method: 'DELETE',
  path: '/api/v1/account/sessions/{sessionId}',
  permission: 'signed-in',
  params: z.object({ sessionId }),
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['not_found', 'records_unavailable'],
});

export const endTotp = defineContract({
  id: 'account.second-factor-off',
  method: 'DELETE',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  recent: true,
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.undefined(),
  status: 204,
  faults: ['records_unavailable'],
});

export const listOwnSessions = defineContract({
  id: 'account.sessions',
  method: 'GET',
  path: '/api/v1/account/sessions',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ items: z.array(openSession) }),
  status: 200,
  faults: ['records_unavailable'],
});

/** The older ones are worth nothing then. */
export const makeRecoveryCodes = defineContract({
  id: 'account.recovery-codes',
  method: 'POST',
  path: '/api/v1/account/recovery-codes',
  permission: 'signed-in',
  recent: true,
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  status: 200,
  faults: ['not_possible', 'records_unavailable'],
});

/** The own account. */
export const readAccount = defineContract({
  id: 'account.read',
  method: 'GET',
  path: '/api/v1/account',
  permission: 'signed-in',
  withoutSecondFactor: true,
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    locale: z.string().nullable(),
    theme: z.string().nullable(),
    hasTotp: z.boolean(),
    recoveryCodesLeft: z.number(),
    /** Tries with this e-mail that failed: between the sign-in before and this session's, and since. */
    failedSignIns: z.object({ before: z.number(), since: z.number() }),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string().nullable() })),
    /** Whether passkeys can be used at this address; else why not. */
    passkeysHere: z.enum(PASSKEY_PLACES),
  }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});

export const startPasskey = defineContract({
  id: 'account.passkey-start',
  method: 'POST',
  path: '/api/v1/account/passkeys/challenge',
  permission: 'signed-in',
  recent: true,
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ options: webAuthn }),
  status: 200,
  faults: ['not_possible', 'records_unavailable'],
});

/** A new secret for an authenticator app. It counts once a code made of it was given. */
export const startTotp = defineContract({
  id: 'account.totp-start',
  method: 'POST',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  withoutSecondFactor: true,
  recent: true,
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ secret: z.string(), uri: z.string(), /** The same as a QR code: an SVG. */ qr: z.string() }),
  status: 200,
  faults: ['not_possible', 'records_unavailable'],
});
