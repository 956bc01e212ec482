import { z } from 'zod';
import { LEDGER_DAYS_MIN } from '#lib/domain/retention/retention';
import { defineContract } from './contract';
import { nothing } from './shapes';

const days = (least: number) => z.int().min(least).max(36_500).nullable();
/** null: for ever. */
const rules = z
  .object({
    ledgerDays: days(LEDGER_DAYS_MIN),
    taskDays: days(1),
    revisionsKept: z.int().min(2).max(1_000_000).nullable(),
  })
  .strict();
/** `announced`: a shorter limit of the ledger, and from when on it holds. */
const retention = rules.extend({ announced: z.object({ ledgerDays: z.number(), from: z.string() }).nullable() });

export const readRetention = defineContract({
  id: 'settings.retention.read',
  method: 'GET',
  path: '/api/v1/settings/retention',
  permission: 'audit:see',
  params: nothing,
  query: nothing,
  body: nothing,
  response: retention,
  status: 200,
  faults: ['records_unavailable'],
});

export const changeRetention = defineContract({
  id: 'settings.retention.change',
  method: 'PUT',
  path: '/api/v1/settings/retention',
  permission: 'swarm:administer',
  params: nothing,
  query: nothing,
  body: rules,
  response: retention,
  status: 200,
  faults: ['nothing_to_change', 'records_unavailable'],
});
