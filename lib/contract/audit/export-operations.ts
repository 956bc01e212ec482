import { z } from 'zod';
import { defineContract } from '../contract';
import { streamed } from '../log-stream';
import { nothing } from '../shapes';
import { operationFilter } from './operation-filter';

/** The acts of the ledger as a file, newest first, written as they are read. */
export const exportOperations = defineContract({
  id: 'audit.export',
  method: 'GET',
  path: '/api/v1/audit/export',
  permission: 'audit:see',
  params: nothing,
  query: operationFilter.extend({ format: z.enum(['csv', 'json', 'ndjson']).default('csv') }).strict(),
  body: nothing,
  response: streamed,
  status: 200,
  faults: ['records_unavailable'],
});
