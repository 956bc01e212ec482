import './without-eval';
import { z } from 'zod';
import { OUTCOMES, TARGET_KINDS } from '#lib/domain/operation/operation';
import { defineContract } from './contract';
import { historyGap } from './history-gap';
import { streamed } from './log-stream';
import { nothing, operation, operationId, operationNews } from './shapes';

/** The state of an operation in one word: an outcome, or a state where it has none. `open`: not settled yet. */
export const RESULTS = [...OUTCOMES, 'refused', 'unknown', 'observed', 'open'] as const;

const moment = z.iso.datetime({ offset: true });

/** What of the ledger is looked at; the same words in the address of the screen. */
export const operationFilter = z.object({
  /** Id of the object. */
  target: z.string().max(100).optional(),
  kind: z.enum(TARGET_KINDS).optional(),
  /** A part of the object's name. */
  name: z.string().max(100).optional(),
  /** A part of the person's name. */
  who: z.string().max(100).optional(),
  /** An act, `service.scale`, or all of a kind, `service`. */
  action: z
    .string()
    .max(50)
    .regex(/^[a-z]+(\.[a-z-]+)?$/)
    .optional(),
  result: z.enum(RESULTS).optional(),
  since: moment.optional(),
  until: moment.optional(),
});
export type OperationFilterInput = z.infer<typeof operationFilter>;

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
  streams: ['text/csv', 'application/json', 'application/x-ndjson'],
  status: 200,
  faults: ['records_unavailable'],
});

export const listOperations = defineContract({
  id: 'audit.list',
  method: 'GET',
  path: '/api/v1/audit',
  permission: 'audit:see',
  params: nothing,
  query: operationFilter
    .extend({
      limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
      cursor: z.string().max(200).optional(),
    })
    .strict(),
  body: nothing,
  response: z.object({
    items: z.array(operationNews),
    cursor: z.string().nullable(),
    /** Times within this page without an observer of outside changes. */
    gaps: z.array(historyGap),
  }),
  status: 200,
  faults: ['records_unavailable'],
});

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

/**
 * The newest row of the ledger. Kept elsewhere, it later lets `audit:verify --expect` detect rows that were cut off or
 * rewritten.
 */
export const readHead = defineContract({
  id: 'audit.head',
  method: 'GET',
  path: '/api/v1/audit/head',
  permission: 'audit:see',
  params: nothing,
  query: nothing,
  body: nothing,
  response: z.object({ seq: z.number(), hash: z.string() }).nullable(),
  status: 200,
  faults: [],
});
