import { z } from 'zod';
import type { BadTemplate, CrashLoop } from '#lib/domain/task/crash-loop';
import type { TaskStory } from '#lib/domain/task/task-story';
import { defineContract } from '../contract';
import { historyGap } from '../history-gap';
import { nodeId, nothing, serviceId } from '../shapes';

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

/** The tasks that a service had in a time, with what can be read off them. */
export const readTaskHistory = defineContract({
  id: 'service.history',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/history',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: z
    .object({
      hours: z.coerce
        .number()
        .min(0.1)
        .max(24 * 400)
        .default(24),
      slot: z.coerce.number().pipe(z.int().min(0)).optional(),
      node: nodeId.optional(),
    })
    .strict(),
  body: nothing,
  response: z.object({
    /** Epoch ms. */
    since: z.number(),
    until: z.number(),
    tasks: z.array(object<TaskStory>()),
    /** There are more, older ones in this time. */
    more: z.boolean(),
    loops: z.array(object<CrashLoop>()),
    /** With the number of the revision, where it is known. */
    firstBad: object<BadTemplate & { revision: number | null }>().nullable(),
    gaps: z.array(historyGap),
  }),
  status: 200,
  faults: ['records_unavailable'],
});
