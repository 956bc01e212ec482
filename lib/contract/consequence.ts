import './without-eval';
import { z } from 'zod';
import { HEALTH_LEVELS } from '#lib/domain/cluster/health';
import type { Consequence, Effect } from '#lib/domain/operation/consequence';
import type { FieldChange } from '#lib/domain/operation/operation';
import { exactly } from './exactly';
import { fieldChange } from './shapes';

/** What a person reads before an act: its effects, the fields it changes, and the docker command that does the same. */
export interface Preview {
  consequence: Consequence;
  changes: FieldChange[];
  command: string;
  /** The object's version that this was computed on. */
  version: number;
}

const level = z.enum(HEALTH_LEVELS);
const count = z.number();
const services = z.array(z.string());

const effect = exactly<Effect>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tasks-stop'), level, count }),
    z.object({ kind: z.literal('tasks-start'), level, count }),
    z.object({ kind: z.literal('tasks-replaced'), level, count, parallelism: z.number(), order: z.string() }),
    z.object({ kind: z.literal('nothing-restarts'), level }),
    z.object({ kind: z.literal('goes-dark'), level, services }),
    z.object({ kind: z.literal('falls-short'), level, services }),
    z.object({ kind: z.literal('nowhere-to-run'), level, services }),
    z.object({
      kind: z.literal('quorum-after'),
      level,
      reachable: z.number(),
      managers: z.number(),
      needed: z.number(),
    }),
    z.object({ kind: z.literal('no-schedulable-node'), level }),
    z.object({ kind: z.literal('no-task-to-move'), level }),
    z.object({ kind: z.literal('paused-nodes-keep'), level, count }),
    z.object({ kind: z.literal('job-runs-again'), level, count, concurrent: z.number() }),
    z.object({ kind: z.literal('job-cut-off'), level, count }),
    z.object({ kind: z.literal('restarts-paused-update'), level, count }),
    z.object({ kind: z.literal('no-failure-stops-it'), level, count }),
    z.object({ kind: z.literal('start-first-blocked'), level, services }),
    z.object({ kind: z.literal('update-in-flight'), level }),
    z.object({ kind: z.literal('host-power'), level, gains: z.array(z.string()) }),
  ]),
);

export const preview = exactly<Preview>()(
  z.object({
    consequence: z.object({ level, effects: z.array(effect) }),
    changes: z.array(fieldChange),
    command: z.string(),
    version: z.number(),
  }),
);
