import './without-eval';
import { z } from 'zod';
import { ROLES } from '#lib/domain/access/roles';
import type { NodeId, OperationId, ServiceId, TaskId } from '#lib/domain/ids';
import { AVAILABILITIES } from '#lib/domain/node/node';
import type { FieldChange, Operation } from '#lib/domain/operation/operation';
import { FAILURE_ACTIONS, UPDATE_ORDERS } from '#lib/domain/service/service';

/** Swarm ids are 25 characters of base 36; names are allowed nowhere, so that a rename cannot redirect an act. */
const swarmId = z.string().regex(/^[0-9a-z]{25}$/);
export const nodeId = swarmId.transform((id) => id as NodeId);
export const serviceId = swarmId.transform((id) => id as ServiceId);
export const taskId = swarmId.transform((id) => id as TaskId);
/** Ours have the form of the swarm's. */
export const operationId = swarmId.transform((id) => id as OperationId);
/** Raft index that the person's screen was based on. */
export const version = z.int().nonnegative();
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

export const fieldChange: z.ZodType<FieldChange> = z.object({
  path: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  sensitive: z.boolean().optional(),
});

export const operation = z.custom<Operation>(
  (value) => typeof value === 'object' && value !== null && 'action' in value,
);

/** Bounded against floods; the rules that people are told are in domain/access/claim. */
export const password = z.string().min(1).max(1024);

export const role = z.enum(ROLES);
export const personId = z.string().regex(/^[\w-]{1,64}$/);

/** A person as a browser may know them. Session ids and tokens stay on the server. */
export const person = z.object({ id: z.string(), name: z.string(), email: z.string(), role });

export const sessionId = z.string().regex(/^[\w-]{1,64}$/);

/** A place where somebody is signed in. The id names it and opens nothing. */
export const openSession = z.object({
  id: z.string(),
  /** null where all clients share an address. */
  address: z.string().nullable(),
  userAgent: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  /** Whether it is the one that asks. */
  here: z.boolean(),
});

/** WebAuthn's own JSON, which the browser and the library on the server read. */
export const webAuthn = z.record(z.string(), z.unknown());
