import { z } from 'zod';
import { PASSKEY_PLACES } from '#lib/domain/access/passkey-place';
import { defineContract } from '../contract';
import { role } from '../people/person';
import { nothing } from '../shapes';

/** The account of who asks. */
export const readAccount = defineContract({
  id: 'account.read',
  method: 'GET',
  path: '/api/v1/account',
  permission: 'signed-in',
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
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string().nullable() })),
    /** Whether passkeys can be used at this address; else why not. */
    passkeysHere: z.enum(PASSKEY_PLACES),
  }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});
