import { z } from 'zod';
import { defineContract } from '../contract';
import { person } from '../people/person';
import { nothing } from '../shapes';
import { linkSecret } from './inspect-link';

/** Uses a one-time link up and signs in. Name and e-mail are read only where the link makes a new account. */
export const claimLink = defineContract({
  id: 'link.claim',
  method: 'POST',
  path: '/api/v1/links/claim',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z
    .object({
      secret: linkSecret,
      // bounded here against floods; the rules that people are told are in domain/access/claim
      name: z.string().trim().max(1024).default(''),
      email: z.string().trim().max(1024).default(''),
      password: z.string().max(1024),
    })
    .strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['link_invalid', 'too_many_attempts', 'email_in_use', 'records_unavailable'],
});
