import './without-eval';
import { z } from 'zod';
import { HEALTH_LEVELS } from '#lib/domain/cluster/health';
import type { Consequence, Effect } from '#lib/domain/operation/consequence';
import type { FieldChange } from '#lib/domain/operation/operation';
import { REGISTRY_TROUBLES } from '#lib/domain/service/image';
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
const texts = z.array(z.string());
const services = texts;
const reason = z.enum(REGISTRY_TROUBLES);

const effect = exactly<Effect>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('tasks-stop'), level, count }),
    z.object({ kind: z.literal('tasks-start'), level, count }),
    z.object({ kind: z.literal('tasks-replaced'), level, count, parallelism: z.number(), order: z.string() }),
    z.object({ kind: z.literal('nothing-restarts'), level }),
    z.object({ kind: z.literal('goes-dark'), level, services }),
    z.object({ kind: z.literal('falls-short'), level, services }),
    z.object({ kind: z.literal('jobs-go-on'), level, services }),
    z.object({ kind: z.literal('not-restarted'), level, services }),
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
    z.object({ kind: z.literal('host-power'), level, gains: texts }),
    z.object({ kind: z.literal('root-on-nodes'), level, powers: texts }),
    z.object({ kind: z.literal('protected'), level }),
    z.object({ kind: z.literal('protected-moves'), level, services }),
    z.object({ kind: z.literal('image-unpinned'), level, image: z.string(), reason, text: z.string() }),
    z.object({ kind: z.literal('platforms-unknown'), level, image: z.string(), reason, text: z.string() }),
    z.object({ kind: z.literal('image-not-looked-up'), level, image: z.string() }),
    z.object({ kind: z.literal('no-platform'), level, service: z.string(), platforms: texts, nodes: texts }),
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
