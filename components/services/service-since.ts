import type { Since } from '#components/plan/use-opened';
import type { RevisionRow } from '#lib/contract/services';
import type { FieldChange } from '#lib/domain/operation/operation';
import type { Service, UpdateConfig } from '#lib/domain/service/service';

const NS_PER_MS = 1e6;

const configFields = (name: string, config: UpdateConfig): Record<string, unknown> => ({
  [`${name}.Parallelism`]: config.parallelism,
  [`${name}.Delay`]: config.delayMs * NS_PER_MS,
  [`${name}.FailureAction`]: config.failureAction,
  [`${name}.Monitor`]: config.monitorMs * NS_PER_MS,
  [`${name}.MaxFailureRatio`]: config.maxFailureRatio,
  [`${name}.Order`]: config.order,
});

/** The spec values in a service row, by the engine's paths. */
const shownFields = (service: Service): Record<string, unknown> => ({
  'Mode.Replicated.Replicas': service.mode.kind === 'replicated' ? service.mode.replicas : undefined,
  'Mode.ReplicatedJob.TotalCompletions':
    service.mode.kind === 'replicated-job' ? service.mode.totalCompletions : undefined,
  'TaskTemplate.ContainerSpec.Image': service.image,
  'TaskTemplate.ForceUpdate': service.forceUpdate,
  'TaskTemplate.Placement.Constraints': service.constraints,
  'TaskTemplate.Placement.Preferences': service.preferences,
  'TaskTemplate.Placement.MaxReplicas': service.maxReplicasPerNode,
  ...configFields('UpdateConfig', service.updateConfig),
  ...configFields('RollbackConfig', service.rollbackConfig),
  Labels: service.labels,
});

/** Parts of the spec that change without a value to show. */
const digests = ({ name, templateDigest, ports }: Service) => JSON.stringify([name, templateDigest, ports]);

/**
 * What changed of a service's spec between two rows. Rows show at once that it changed; the revisions follow with each
 * field and its author. A new version alone (an update status that moved) is no change.
 */
export function serviceSince(seen: Service, live: Service, revisions: readonly RevisionRow[]): Since | null {
  const [before, after] = [shownFields(seen), shownFields(live)];
  const shown = Object.keys(after)
    .filter((path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    .map((path): FieldChange => ({ path, before: before[path], after: after[path] }));
  if (shown.length === 0 && digests(seen) === digests(live)) return null;
  const newer = revisions.filter(({ version }) => version > seen.version && version <= live.version);
  if (newer.length === 0) return { changes: shown, by: [] };
  return { changes: merged(newer), by: newer.map(({ by }) => by) };
}

/** The changes of several revisions, newest first, as one; fields that ended as they began are left out. */
function merged(revisions: readonly RevisionRow[]): FieldChange[] {
  const byPath = new Map<string, FieldChange>();
  for (const { changes } of [...revisions].reverse())
    for (const change of changes ?? []) {
      const earlier = byPath.get(change.path);
      byPath.set(change.path, earlier ? { ...change, before: earlier.before } : change);
    }
  return [...byPath.values()].filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}
