import type { UpdateStatus } from '../service/service';
import { type Digest, diffFacts, type Facts, withChanges } from '../spec/facts';
import { ACTIONS, type FieldChange, type Operation } from './operation';

const SWARM_ACTIONS: ReadonlySet<string> = new Set(ACTIONS);

/** Acts of this console that went, or may have gone, onto an object at one of these versions: oldest first. */
export function ownActsBetween(acts: readonly Operation[], from: number, to: number): Operation[] {
  return acts
    .filter(({ action, state, outcome, baseVersion }) => {
      if (!SWARM_ACTIONS.has(action) || state === 'refused' || outcome === 'abandoned_not_applied') return false;
      return baseVersion !== null && baseVersion >= from && baseVersion < to;
    })
    .sort((a, b) => (a.baseVersion ?? 0) - (b.baseVersion ?? 0));
}

/** Whether the operation may still be answered: until then it is unknown who changed the object. */
export const isUndecided = ({ state }: Operation): boolean => state === 'opened' || state === 'unknown';

/**
 * What others changed, of what lies between two sights of an object: our own acts in between are made first, on paper,
 * and what is different then was somebody else. Fields that the engine fills in beside one of ours are ours too.
 */
export function changesOfOthers(before: Facts, after: Facts, own: readonly Operation[], digest: Digest): FieldChange[] {
  const ours = own.flatMap(({ changes }) => changes);
  const expected = ours.length > 0 ? withChanges(before, ours, digest) : before;
  const roots = new Set(ours.map(({ path }) => rootOf(path)));
  return diffFacts(expected, after).filter((each) => each.before !== null || !roots.has(rootOf(each.path)));
}

/** UpdateConfig.Order → UpdateConfig; TaskTemplate.ContainerSpec.Env[A] stays as it is. */
const rootOf = (path: string): string => (path.includes('[') ? path : path.split('.').slice(0, -1).join('.') || path);

/** SwarmKit rolled back by itself, because the new spec failed. A rollback by a person leaves another message. */
export const isOwnRollback = (status: UpdateStatus | null | undefined): boolean =>
  status?.state.startsWith('rollback') === true && /^update rolled back due to/i.test(status.message);
