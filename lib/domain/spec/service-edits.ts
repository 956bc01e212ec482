import type { Availability } from '../node/node';
import type { Platform } from '../placement/platform';
import { DEFAULT_UPDATE_CONFIG, type UpdateConfig } from '../service/service';
import type { FieldEdit, FieldPath } from './edit';
import { isSpecObject, type SpecValue, specValueOf } from './raw-spec';

const NANOSECONDS = 1_000_000n;
const edit = (path: FieldPath, value: unknown): FieldEdit => ({ path, value: specValueOf(value) });

export const imageEdit = (image: string): FieldEdit => edit(['TaskTemplate', 'ContainerSpec', 'Image'], image);

/** The client that changes the image also sets its platforms. (docker/cli: client/service_update.go) */
export const platformsEdit = (platforms: readonly Platform[]): FieldEdit =>
  edit(
    ['TaskTemplate', 'Placement', 'Platforms'],
    platforms.map(({ architecture, os }) => ({
      ...(architecture && { Architecture: architecture }),
      ...(os && { OS: os }),
    })),
  );

/** SwarmKit compares it with the task template, so that a new number replaces every task. */
export const forceEdit = (count: number): FieldEdit => edit(['TaskTemplate', 'ForceUpdate'], count);

export const availabilityEdit = (availability: Availability): FieldEdit => edit(['Availability'], availability);

/** As `docker service scale`: replicas of a replicated service, completions of a replicated job. */
export const scaleEdit = (kind: 'replicated' | 'replicated-job', replicas: number): FieldEdit =>
  edit(
    kind === 'replicated' ? ['Mode', 'Replicated', 'Replicas'] : ['Mode', 'ReplicatedJob', 'TotalCompletions'],
    replicas,
  );

/**
 * Only what is named is written, into a config that is there. One that is not there is written whole, with the defaults
 * of the docker CLI: a config without a parallelism means all tasks at once. (docker/cli: command/service/update.go)
 */
export function updateConfigEdits(
  root: 'UpdateConfig' | 'RollbackConfig',
  config: Partial<UpdateConfig>,
  present: SpecValue | undefined,
): FieldEdit[] {
  const named = Object.entries(fieldsOf(config)).filter(([, value]) => value !== undefined);
  if (named.length === 0) return [];
  if (isSpecObject(present)) return named.map(([name, value]) => edit([root, name], value));
  const { delayMs: _, ...defaults } = DEFAULT_UPDATE_CONFIG;
  const whole = Object.entries(fieldsOf({ ...defaults, ...config })).filter(([, value]) => value !== undefined);
  return [edit([root], Object.fromEntries(whole))];
}

/** In the spec's terms: durations are nanoseconds there. */
function fieldsOf(config: Partial<UpdateConfig>): Record<string, unknown> {
  const nanoseconds = (ms: number | undefined) => (ms === undefined ? undefined : BigInt(Math.round(ms)) * NANOSECONDS);
  return {
    Parallelism: config.parallelism,
    Delay: nanoseconds(config.delayMs),
    FailureAction: config.failureAction,
    Monitor: nanoseconds(config.monitorMs),
    MaxFailureRatio: config.maxFailureRatio,
    Order: config.order,
  };
}
