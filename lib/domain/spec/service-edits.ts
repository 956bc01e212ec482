import type { Availability } from '../node/node';
import type { UpdateConfig } from '../service/service';
import type { FieldEdit, FieldPath } from './edit';
import { specValueOf } from './raw-spec';

const NANOSECONDS = 1_000_000n;
const edit = (path: FieldPath, value: unknown): FieldEdit => ({ path, value: specValueOf(value) });

export const imageEdit = (image: string): FieldEdit => edit(['TaskTemplate', 'ContainerSpec', 'Image'], image);

/** SwarmKit compares it with the task template, so that a new number replaces every task. */
export const forceEdit = (count: number): FieldEdit => edit(['TaskTemplate', 'ForceUpdate'], count);

export const availabilityEdit = (availability: Availability): FieldEdit => edit(['Availability'], availability);

/** As `docker service scale`: replicas of a replicated service, completions of a replicated job. */
export const scaleEdit = (kind: 'replicated' | 'replicated-job', replicas: number): FieldEdit =>
  edit(
    kind === 'replicated' ? ['Mode', 'Replicated', 'Replicas'] : ['Mode', 'ReplicatedJob', 'TotalCompletions'],
    replicas,
  );

/** Only what is named is written; durations leave as nanoseconds. */
export function updateConfigEdits(root: 'UpdateConfig' | 'RollbackConfig', config: Partial<UpdateConfig>): FieldEdit[] {
  const nanoseconds = (ms: number) => BigInt(Math.round(ms)) * NANOSECONDS;
  const edits: [string, unknown][] = [
    ['Parallelism', config.parallelism],
    ['Delay', config.delayMs === undefined ? undefined : nanoseconds(config.delayMs)],
    ['FailureAction', config.failureAction],
    ['Monitor', config.monitorMs === undefined ? undefined : nanoseconds(config.monitorMs)],
    ['MaxFailureRatio', config.maxFailureRatio],
    ['Order', config.order],
  ];
  return edits.filter(([, value]) => value !== undefined).map(([name, value]) => edit([root, name], value));
}
