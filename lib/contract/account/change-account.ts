import { z } from 'zod';
import { NAME_MAX } from '#lib/domain/access/claim';
import { defineContract } from '../contract';
import { nothing } from '../shapes';

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
