import { z } from 'zod';
import type { OperationNews } from '#lib/domain/operation/operation';
import { defineContract } from '../contract';
import { historyGap } from '../history-gap';
import { nothing } from '../shapes';
import { operationFilter } from './operation-filter';

const news = z.custom<OperationNews>((value) => typeof value === 'object' && value !== null && 'action' in value);

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
    items: z.array(news),
    cursor: z.string().nullable(),
    /** Times within this page in which nobody watched for what others do. */
    gaps: z.array(historyGap),
  }),
  status: 200,
  faults: ['records_unavailable'],
});
