import { z } from 'zod';
import { defineContract } from '../contract';
import { nothing, operation, operationId } from '../shapes';

/** A row of the ledger as people check it. */
const ledgerRow = z.object({
  seq: z.number(),
  kind: z.enum(['opened', 'step', 'answered', 'settled', 'observed']),
  at: z.string(),
  hash: z.string(),
  prevHash: z.string(),
});

export const readOperation = defineContract({
  id: 'audit.read',
  method: 'GET',
  path: '/api/v1/audit/{operationId}',
  permission: 'audit:see',
  params: z.object({ operationId }),
  query: nothing,
  body: nothing,
  response: z.object({ operation, rows: z.array(ledgerRow) }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});
