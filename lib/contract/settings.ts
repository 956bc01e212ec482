import { z } from 'zod';
import { defineContract } from './contract';
import { nothing } from './shapes';

const days = z.int().min(1).max(36_500).nullable();
/** null: for ever. */
const retention = z
  .object({ ledgerDays: days, taskDays: days, revisionsKept: z.int().min(2).max(1_000_000).nullable() })
  .strict();

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
  body: retention,
  response: retention,
  status: 200,
  faults: ['nothing_to_change', 'records_unavailable'],
});
