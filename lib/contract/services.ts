import { z } from 'zod';
import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { BadTemplate, CrashLoop } from '#lib/domain/task/crash-loop';
import { TASK_STATES } from '#lib/domain/task/task';
import type { TaskStory } from '#lib/domain/task/task-story';
import { preview } from './consequence';
import { ACT_FAULTS, defineContract, READ_FAULTS } from './contract';
import { exactly } from './exactly';
import { historyGap } from './history-gap';
import { LOG_STREAMS, logQuery, streamed } from './log-stream';
import {
  accepted,
  anyId,
  fieldChange,
  INT32_MAX,
  imageReference,
  nodeId,
  nothing,
  rollbackConfig,
  serviceId,
  updateConfig,
  version,
} from './shapes';

/** One stored spec of a service, without the spec. */
export const revisionShape = z.object({
  number: z.number(),
  /** The lowest version of the service at which this spec was seen. */
  version: z.number(),
  image: z.string(),
  seenAt: z.string(),
  /** null: changed outside of Swarmdeck. */
  by: z.string().nullable(),
  operationId: z.string().nullable(),
  note: z.string().nullable(),
});

const revisionRow = revisionShape.extend({
  /** Whether the service has this spec now. */
  current: z.boolean(),
  /** The newest earlier revision with the same spec: this one went back to it. */
  restores: z.number().nullable(),
  /** What it changed from the revision before; null for the first. */
  changes: z.array(fieldChange).nullable(),
});
export type RevisionRow = z.infer<typeof revisionRow>;

export const listRevisions = defineContract({
  id: 'service.revisions',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: nothing,
  body: nothing,
  response: z.object({ revisions: z.array(revisionRow) }),
  status: 200,
  faults: [],
});

const revision = z.int().min(1).max(INT32_MAX);
const number = z.coerce.number().pipe(revision);

/** What makes one revision differ from another, whichever is older. */
export const compareRevisions = defineContract({
  id: 'service.revisions.compare',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/revisions/compare',
  permission: 'cluster:see',
  params: z.object({ serviceId }),
  query: z.object({ from: number, to: number }).strict(),
  body: nothing,
  response: z.object({ from: revisionShape, to: revisionShape, changes: z.array(fieldChange) }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});

/** A person's words about a revision; empty ones take them away. */
export const noteRevision = defineContract({
  id: 'service.revision.note',
  method: 'PUT',
  path: '/api/v1/services/{serviceId}/revisions/{number}/note',
  permission: 'service:update',
  params: z.object({ serviceId, number }),
  query: nothing,
  body: z.object({ note: z.string().trim().max(500) }).strict(),
  response: z.object({ note: z.string().nullable() }),
  status: 200,
  faults: ['not_found', 'records_unavailable'],
});

/** What all tasks of a service write, as `LogMessage`s. */
export const readServiceLogs = defineContract({
  id: 'service.logs',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/logs',
  permission: 'logs:read',
  params: z.object({ serviceId }),
  query: logQuery,
  body: nothing,
  response: streamed,
  streams: LOG_STREAMS,
  status: 200,
  faults: [...READ_FAULTS, 'log_streams_full'],
});

const taskState = z.enum(TASK_STATES);

const taskStory = exactly<TaskStory>()(
  z.object({
    id: anyId<TaskId>(),
    serviceId: anyId<ServiceId>(),
    serviceName: z.string(),
    slot: z.number().nullable(),
    nodeId: anyId<NodeId>().nullable(),
    nodeName: z.string().nullable(),
    state: taskState,
    desiredState: taskState,
    message: z.string(),
    error: z.string(),
    exitCode: z.number().nullable(),
    image: z.string(),
    templateDigest: z.string(),
    states: z.array(z.tuple([taskState, z.number(), z.string()])),
    createdAt: z.number(),
    stateSince: z.number(),
    endedAt: z.number().nullable(),
    goneAt: z.number().nullable(),
  }),
);

const crashLoop = exactly<CrashLoop>()(
  z.object({
    place: z.string(),
    count: z.number(),
    since: z.number(),
    until: z.number(),
    exitCode: z.number().nullable(),
    error: z.string(),
    image: z.string(),
    goesOn: z.boolean(),
  }),
);

const template = { templateDigest: z.string(), image: z.string() };
const badTemplate = exactly<BadTemplate & { revision: number | null }>()(
  z.object({
    ...template,
    since: z.number(),
    failed: z.number(),
    before: z.object(template).nullable(),
    revision: z.number().nullable(),
  }),
);

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
      slot: z.coerce.number().pipe(z.int().min(0).max(INT32_MAX)).optional(),
      node: nodeId.optional(),
    })
    .strict(),
  body: nothing,
  response: z.object({
    /** Epoch ms. */
    since: z.number(),
    until: z.number(),
    tasks: z.array(taskStory),
    /** There are more, older ones in this time. */
    more: z.boolean(),
    loops: z.array(crashLoop),
    /** With the number of the revision, where it is known. */
    firstBad: badTemplate.nullable(),
    gaps: z.array(historyGap),
  }),
  status: 200,
  faults: ['records_unavailable'],
});

const params = z.object({ serviceId });

/** Back to a spec that we keep: the engine's PreviousSpec is overwritten by every scale and cleared by a rollback. */
export const rollbackService = defineContract({
  id: 'service.rollback',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/rollback',
  permission: 'service:rollback',
  params,
  query: nothing,
  body: z.object({ revision, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: ACT_FAULTS,
});

export const previewRollback = defineContract({
  id: 'service.rollback.preview',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/rollback',
  permission: 'cluster:see',
  params,
  query: z.object({ revision: z.coerce.number().pipe(revision) }).strict(),
  body: nothing,
  response: preview,
  status: 200,
  faults: READ_FAULTS,
});

/** SwarmKit takes more; a typing slip of two digits should not fill a swarm with pending tasks. */
const replicas = z.int().min(0).max(20_000);

export const scaleService = defineContract({
  id: 'service.scale',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/scale',
  permission: 'service:scale',
  params,
  query: nothing,
  body: z.object({ replicas, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: ACT_FAULTS,
});

export const previewScale = defineContract({
  id: 'service.scale.preview',
  method: 'GET',
  path: '/api/v1/services/{serviceId}/scale',
  permission: 'cluster:see',
  params,
  query: z.object({ replicas: z.coerce.number().pipe(replicas) }).strict(),
  body: nothing,
  response: preview,
  status: 200,
  faults: [...READ_FAULTS, 'not_possible'],
});

/** What of a service a person changes; what is not named stays as it is. */
export const serviceChange = z
  .object({
    image: imageReference,
    /** As `docker service update --force`: replace every task though nothing else changed. */
    force: z.literal(true),
    updateConfig: updateConfig.partial(),
    rollbackConfig: rollbackConfig.partial(),
  })
  .partial()
  .strict();
export type ServiceChange = z.infer<typeof serviceChange>;

export const updateService = defineContract({
  id: 'service.update',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/update',
  permission: 'service:update',
  params,
  query: nothing,
  body: z.object({ change: serviceChange, version, overwrite: z.boolean().default(false) }).strict(),
  response: accepted,
  status: 202,
  faults: [...ACT_FAULTS, 'job_not_updatable', 'registry_unavailable'],
});

export const previewUpdate = defineContract({
  id: 'service.update.preview',
  method: 'POST',
  path: '/api/v1/services/{serviceId}/update/preview',
  permission: 'cluster:see',
  params,
  query: nothing,
  body: z.object({ change: serviceChange }).strict(),
  response: preview,
  status: 200,
  faults: [...READ_FAULTS, 'not_possible', 'job_not_updatable', 'registry_unavailable'],
});
