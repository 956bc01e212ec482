import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing } from '../shapes';
import { password } from './password';

/** A new secret for an authenticator app. It counts once a code made of it was given. */
export const startTotp = defineContract({
  id: 'account.totp-start',
  method: 'POST',
  path: '/api/v1/account/totp',
  permission: 'signed-in',
  params: nothing,
  query: nothing,
  body: z.object({ password }).strict(),
  response: z.object({ secret: z.string(), uri: z.string(), /** The same as a QR code: an SVG. */ qr: z.string() }),
  status: 200,
  faults: ['wrong_password', 'too_many_attempts', 'not_possible', 'records_unavailable'],
});
