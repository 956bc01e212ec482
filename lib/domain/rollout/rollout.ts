import type { NodeId } from '../ids';
import type { Node } from '../node/node';
import { satisfies } from '../placement/constraint';
import {
  isJob,
  isUpdateInFlight,
  isUpdateStuck,
  type Service,
  type ServiceMode,
  type UpdateConfig,
} from '../service/service';
import type { ServiceFacts } from '../spec/service-facts';
import { isOver, type Task } from '../task/task';
import { isTaskDirty, type TaskSource } from './dirty';
import { type Slot, slotsOf } from './slots';

/** One service at one moment: its present spec's facts, the state of its last update, its tasks, and all nodes. */
export interface ServiceScene {
  before: ServiceFacts;
  updateStatus: Service['updateStatus'];
  jobIteration: number | null;
  /** Tasks of this service alone, also those that have ended. */
  tasks: readonly Task[];
  nodes: ReadonlyMap<NodeId, Node>;
}

/** What SwarmKit does when a service's spec is written. */
export interface Rollout {
  /** Slots whose tasks are replaced, `atOnce` at a time. */
  replaced: Slot[];
  /** Slots that stay as they are. */
  kept: Slot[];
  /** Slots that are stopped for good: scaled away, or on nodes that fit no more. */
  stopped: Slot[];
  /** Slots that get a task beside the update, all at once. */
  added: number;
  atOnce: number;
  /** The config in the spec that is written, which is the one that SwarmKit goes by. */
  config: UpdateConfig;
  /** Whether tasks are still of another spec from an update that paused or runs, and this one goes on with them. */
  goesOn: 'paused' | 'running' | null;
  /** Of a global service: tasks on paused nodes, which keep an old spec until the node is active again. */
  onPausedNodes: number;
  run: JobRun | null;
}

/**
 * A new iteration of a job: every update of a job begins one. (SwarmKit: manager/controlapi/service.go, UpdateService)
 */
export interface JobRun {
  starts: number;
  /** How many of them run side by side. */
  atOnce: number;
  /** Tasks of the last iteration that still run and are removed. */
  cutOff: Task[];
}

const EMPTY = { replaced: [], kept: [], stopped: [], added: 0, atOnce: 0, onPausedNodes: 0, goesOn: null, run: null };

/**
 * What writing `after` does to the service. Only a spec that differs in something is written; which fields differ does
 * not matter to SwarmKit: it compares every slot with the whole spec, starts its updater anew, and forgets that it had
 * paused. (SwarmKit: manager/orchestrator/update/updater.go, replicated/services.go, global/global.go)
 */
export function rolloutOf(scene: ServiceScene, after: ServiceFacts): Rollout {
  const config = after.updateConfig;
  if (isJob(after.mode)) return { ...EMPTY, config, run: jobRunOf(scene, after) };
  const slots = slotsOf({ mode: after.mode, restartPolicy: scene.before.restartPolicy }, scene.tasks);
  const shape = after.mode.kind === 'global' ? globalShape(slots, after, scene) : replicatedShape(slots, after.mode);
  const dirty = shape.looked.filter((slot) => isSlotDirty(slot, after, scene.nodes));
  const isDirty = new Set(dirty);
  return {
    ...EMPTY,
    replaced: dirty,
    kept: shape.looked.filter((slot) => !isDirty.has(slot)),
    stopped: shape.stopped,
    added: shape.added,
    onPausedNodes: shape.onPausedNodes,
    atOnce: config.parallelism === 0 ? dirty.length : Math.min(config.parallelism, dirty.length),
    config,
    goesOn: goesOnWith(scene, after, dirty),
  };
}

/** A slot with two tasks is dirty whatever they are. (SwarmKit: updater.go, isSlotDirty) */
export const isSlotDirty = ({ tasks }: Slot, spec: TaskSource, nodes: ReadonlyMap<NodeId, Node>): boolean =>
  tasks.length > 1 || tasks.some((task) => isTaskDirty(spec, task, nodeOf(task, nodes)));

export const nodeOf = (task: Task, nodes: ReadonlyMap<NodeId, Node>): Node | undefined =>
  task.nodeId === null ? undefined : nodes.get(task.nodeId);

/** A spec that makes other tasks begins an update of its own, which is no longer the one that paused. */
function goesOnWith(scene: ServiceScene, after: ServiceFacts, dirty: readonly Slot[]): Rollout['goesOn'] {
  const { before } = scene;
  if (!dirty.some((slot) => isSlotDirty(slot, before, scene.nodes))) return null;
  if (isUpdateInFlight(scene)) return 'running';
  const sameTasks = after.templateDigest === before.templateDigest && after.endpointDigest === before.endpointDigest;
  return sameTasks && isUpdateStuck(scene) ? 'paused' : null;
}

interface Shape {
  /** The slots that the updater looks at. */
  looked: Slot[];
  stopped: Slot[];
  added: number;
  onPausedNodes: number;
}

/** Whoever runs, on the node with the fewest of them, stays; then the lower slot. (SwarmKit: replicated/services.go) */
function replicatedShape(slots: readonly Slot[], mode: ServiceMode): Shape {
  const wanted = mode.kind === 'replicated' ? mode.replicas : slots.length;
  if (wanted >= slots.length)
    return { looked: [...slots], stopped: [], added: wanted - slots.length, onPausedNodes: 0 };
  const onNode = new Map<string, number>();
  const ranked = [...slots].sort(runningFirst).map((slot) => {
    const node = slot.tasks.length === 1 ? slot.tasks[0]?.nodeId : null;
    if (!node) return { slot, rank: Number.POSITIVE_INFINITY };
    const rank = (onNode.get(node) ?? 0) + 1;
    onNode.set(node, rank);
    return { slot, rank };
  });
  const sorted = ranked.sort((a, b) => a.rank - b.rank || 0).map(({ slot }) => slot);
  const stopped = sorted.slice(wanted).filter(({ ended }) => !ended);
  return { looked: sorted.slice(0, wanted), stopped, added: 0, onPausedNodes: 0 };
}

const runs = ({ tasks }: Slot): boolean => tasks.some(({ state }) => state === 'running');
const runningFirst = (a: Slot, b: Slot): number =>
  Number(runs(b)) - Number(runs(a)) || Number(a.key || 0) - Number(b.key || 0);

/** One task a node that is neither drained nor down and satisfies the constraints; a paused node is left as it is. */
function globalShape(slots: readonly Slot[], after: TaskSource, { nodes }: ServiceScene): Shape {
  const byNode = new Map(slots.map((slot) => [slot.key, slot]));
  const shape: Shape = { looked: [], stopped: [], added: 0, onPausedNodes: 0 };
  for (const node of nodes.values()) {
    if (node.availability === 'drain' || node.state === 'down') continue;
    const slot = byNode.get(node.id);
    byNode.delete(node.id);
    if (!satisfies(node, after.constraints)) {
      if (slot && !slot.ended) shape.stopped.push(slot);
    } else if (node.availability === 'pause') shape.onPausedNodes += slot ? 1 : 0;
    else if (slot) shape.looked.push(slot);
    else shape.added += 1;
  }
  for (const slot of byNode.values()) if (!slot.ended) shape.stopped.push(slot);
  return shape;
}

/** (SwarmKit: manager/orchestrator/jobs/replicated/reconciler.go, jobs/global/reconciler.go) */
function jobRunOf({ tasks, nodes }: ServiceScene, after: ServiceFacts): JobRun {
  // Every task is of an earlier iteration by then, and those that have not ended are removed.
  const cutOff = tasks.filter((task) => !isOver(task) && task.desiredState !== 'remove');
  if (after.mode.kind === 'replicated-job') {
    const { maxConcurrent, totalCompletions } = after.mode;
    return { starts: totalCompletions, atOnce: Math.min(maxConcurrent, totalCompletions), cutOff };
  }
  const places = eligibleNodes(nodes.values(), after).length;
  return { starts: places, atOnce: places, cutOff };
}

/** Nodes on which a new task may be placed, by availability, state and constraints. */
export const eligibleNodes = (nodes: Iterable<Node>, { constraints }: Pick<TaskSource, 'constraints'>): Node[] =>
  [...nodes].filter((node) => node.availability === 'active' && node.state === 'ready' && satisfies(node, constraints));
