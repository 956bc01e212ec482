import type { NodeId, ServiceId } from '#lib/domain/ids';
import { isUpdateInFlight, type Service } from '#lib/domain/service/service';
import { isOver, isStarting, isWanted, type Task } from '#lib/domain/task/task';

/** How long to look closely after an event, or while somebody is about to act. */
export const STIRRED_MS = 10_000;
/** How long to look closely at an unsettled service after its last change. */
export const UNSETTLED_MS = 30_000;
/** How long to look closely at a settled service after a change, because restarts come in series. */
const CHANGED_MS = 3000;

const MOVING_MS = 800;
const BURST_MS = 250;
const BURST_LASTS_MS = 1200;
const RESTING_MS = 5000;
const RESTING_CHEAP_MS = 2000;
const CHEAP_MS = 20;
const SLOWEST_MS = 30_000;
/** The pause after a look is ten times its duration, so that we cost the manager at most about a tenth of its time. */
const DUTY = 10;

/** When each kind of trigger last happened, epoch ms. */
export interface Stirs {
  /** From events. */
  services: ReadonlyMap<ServiceId, number>;
  /** From changes in the lists. */
  changes: ReadonlyMap<ServiceId, number>;
}

/** The interval between the starts of full looks. */
export function wholeLookEvery(costMs: number, moving: boolean): number {
  const wanted = moving ? MOVING_MS : costMs < CHEAP_MS ? RESTING_CHEAP_MS : RESTING_MS;
  return Math.min(SLOWEST_MS, Math.max(wanted, costMs * DUTY));
}

/** The same for moving services only. Shorter right after a trigger, because tasks pass through most states then. */
export function closeLookEvery(costMs: number, sinceStirMs: number): number {
  return Math.min(SLOWEST_MS, Math.max(sinceStirMs < BURST_LASTS_MS ? BURST_MS : MOVING_MS, costMs * DUTY));
}

/**
 * Services whose tasks deserve a closer look at `now`. A service that has waited for a node for hours does not, because
 * nothing moves.
 */
export function inMotion(
  services: ReadonlyMap<ServiceId, Service>,
  tasksOf: (id: ServiceId) => Iterable<Task>,
  isDown: (node: NodeId) => boolean,
  stirs: Stirs,
  now: number,
): Set<ServiceId> {
  const moving = new Set<ServiceId>();
  const within = (since: number | undefined, ms: number) => since !== undefined && now - since < ms;
  const changed = (id: ServiceId, ms: number) => within(stirs.changes.get(id), ms);
  for (const [id, at] of stirs.services) if (within(at, STIRRED_MS)) moving.add(id);
  for (const id of stirs.changes.keys()) if (changed(id, CHANGED_MS)) moving.add(id);
  for (const service of services.values())
    if (isUpdateInFlight(service) && changed(service.id, UNSETTLED_MS)) moving.add(service.id);
  for (const id of stirs.changes.keys())
    if (!moving.has(id) && changed(id, UNSETTLED_MS) && isUnsettledIn(tasksOf(id), isDown)) moving.add(id);
  return moving;
}

function isUnsettledIn(tasks: Iterable<Task>, isDown: (node: NodeId) => boolean): boolean {
  for (const task of tasks) if (isUnsettled(task, isDown)) return true;
  return false;
}

/** Starting or stopping. A task on a dead node stays as it is until the node is back, so it does not count. */
function isUnsettled(task: Task, isDown: (node: NodeId) => boolean): boolean {
  if (isOver(task)) return false;
  return isWanted(task) ? isStarting(task) : task.nodeId === null || !isDown(task.nodeId);
}
