import './without-eval';
import { z } from 'zod';
import { ROLES } from '#lib/domain/access/roles';
import { FAULT_CODES, type FaultRecord } from '#lib/domain/fault';
import type { NodeId, OperationId, ServiceId, TaskId, UserId } from '#lib/domain/ids';
import { AVAILABILITIES } from '#lib/domain/node/node';
import {
  ACTIONS,
  type FieldChange,
  HOUSE_ACTIONS,
  OPERATION_STATES,
  type Operation,
  type OperationNews,
  OUTCOMES,
  OUTSIDE_ACTIONS,
  TARGET_KINDS,
  type Wait,
} from '#lib/domain/operation/operation';
import { FAILURE_ACTIONS, UPDATE_ORDERS } from '#lib/domain/service/service';
import { exactly } from './exactly';

/** Swarm ids are 25 characters of base 36; names are allowed nowhere, so that a rename cannot redirect an act. */
const swarmId = <Id extends string>() => z.string().regex(/^[0-9a-z]{25}$/) as unknown as z.ZodType<Id, string>;
export const nodeId = swarmId<NodeId>();
export const serviceId = swarmId<ServiceId>();
export const taskId = swarmId<TaskId>();
/** Ours have the form of the swarm's. */
export const operationId = swarmId<OperationId>();
/** An id in an answer, of the swarm or of the records. */
export const anyId = <Id extends string>() => z.string() as unknown as z.ZodType<Id, string>;
/** Raft index that the person's screen was based on. */
export const version = z.int().nonnegative();
/** The largest number that the database takes where it counts: beyond it nothing can be meant. */
export const INT32_MAX = 2 ** 31 - 1;
export const nothing = z.object({}).strict();

export const availability = z.enum(AVAILABILITIES);

const YEAR_MS = 365 * 24 * 3600 * 1000;
export const updateConfig = z
  .object({
    parallelism: z.int().min(0).max(1_000_000),
    delayMs: z
      .number()
      .min(0)
      .max(100 * YEAR_MS),
    failureAction: z.enum(FAILURE_ACTIONS),
    monitorMs: z.number().min(0).max(YEAR_MS),
    maxFailureRatio: z.number().min(0).max(1),
    order: z.enum(UPDATE_ORDERS),
  })
  .strict();
/** SwarmKit knows no `rollback` as failure action of a rollback. */
export const rollbackConfig = updateConfig.extend({ failureAction: z.enum(['pause', 'continue']) });

export const imageReference = z
  .string()
  .trim()
  .min(1)
  .max(512)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i,
  );

/** 202: the act is in the ledger and the engine took it; what becomes of it comes by the feed. */
export const accepted = z.object({ operationId: z.string(), warnings: z.array(z.string()) });

export const fieldChange = exactly<FieldChange>()(
  z.object({ path: z.string(), before: z.unknown(), after: z.unknown(), sensitive: z.boolean().optional() }),
);

export const faultRecord = exactly<FaultRecord>()(
  z.object({
    code: z.enum(FAULT_CODES),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    engineText: z.string().nullable(),
  }),
);

const reason = z.string();
const count = z.number();
const wait = exactly<Wait>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('write') }),
    z.object({ kind: z.literal('replace'), count, of: z.number(), reason }),
    z.object({ kind: z.literal('start'), count, of: z.number(), reason }),
    z.object({ kind: z.literal('monitor') }),
    z.object({ kind: z.literal('rollback'), count, of: z.number() }),
    z.object({ kind: z.literal('stop'), count, reason }),
    z.object({ kind: z.literal('job'), completed: z.number(), of: z.number(), running: z.number(), reason }),
  ]),
);

const operationFields = {
  id: anyId<OperationId>(),
  action: z.enum([...ACTIONS, ...HOUSE_ACTIONS, ...OUTSIDE_ACTIONS]),
  target: z.object({ kind: z.enum(TARGET_KINDS), id: z.string(), name: z.string() }),
  by: z.object({ id: anyId<UserId>().nullable(), name: z.string(), token: z.string().nullable().optional() }),
  state: z.enum(OPERATION_STATES),
  outcome: z.enum(OUTCOMES).nullable(),
  outcomeText: z.string(),
  fault: faultRecord.nullable(),
  openedAt: z.string(),
  answeredAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  waits: wait.nullable().optional(),
  unseenSince: z.string().nullable().optional(),
};

export const operation = exactly<Operation>()(
  z.object({
    ...operationFields,
    address: z.string().nullable().optional(),
    changes: z.array(fieldChange),
    command: z.string(),
    request: z.object({ method: z.string(), path: z.string(), body: z.unknown() }).nullable(),
    baseVersion: z.number().nullable(),
    warnings: z.array(z.string()),
  }),
);

const newsValue = z.union([z.string(), z.number()]).nullable();

export const operationNews = exactly<OperationNews>()(
  z.object({
    ...operationFields,
    fields: z.array(z.string()).optional(),
    values: z.array(z.object({ path: z.string(), before: newsValue, after: newsValue })).optional(),
  }),
);

/** Bounded against floods; the rules shown to people are in domain/access/claim. */
export const password = z.string().min(1).max(1024);

export const role = z.enum(ROLES);
export const personId = z.string().regex(/^[\w-]{1,64}$/);

/** A person as a browser may know them. Session ids and tokens stay on the server. */
export const person = z.object({ id: z.string(), name: z.string(), email: z.string(), role });

export const sessionId = z.string().regex(/^[\w-]{1,64}$/);

/** A session that has not ended. The id names it and opens nothing. */
export const openSession = z.object({
  id: z.string(),
  /** null where all clients share an address. */
  address: z.string().nullable(),
  userAgent: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  /** Whether it is the requesting one. */
  here: z.boolean(),
});

/** WebAuthn's own JSON, which the browser and the library on the server read. */
export const webAuthn = z.record(z.string(), z.unknown());
