import { z } from 'zod';
import { defineContract } from './contract';
import { nothing, person, role } from './shapes';

/** 32 random bytes in base64url. It travels in bodies only: an address would end in the logs of every proxy. */
export const linkSecret = z.string().min(1).max(100);

/** What a one-time link is good for, without using it up. */
export const inspectLink = defineContract({
  id: 'link.inspect',
  method: 'POST',
  path: '/api/v1/links/inspect',
  permission: 'public',
  params: nothing,
  query: nothing,
  body: z.object({ secret: linkSecret }).strict(),
  response: z.object({
    kind: z.enum(['first-admin', 'invitation', 'new-password']),
    role,
    /** Of the person who gets a new password; null for a new account. */
    email: z.string().nullable(),
    name: z.string().nullable(),
  }),
  status: 200,
  faults: ['link_invalid', 'too_many_attempts', 'records_unavailable'],
});

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
      // bounded here against floods; the rules shown to people are in domain/access/claim
      name: z.string().trim().max(1024).default(''),
      email: z.string().trim().max(1024).default(''),
      password: z.string().max(1024),
    })
    .strict(),
  response: z.object({ principal: person }),
  status: 200,
  faults: ['link_invalid', 'too_many_attempts', 'email_in_use', 'too_busy', 'records_unavailable'],
});
