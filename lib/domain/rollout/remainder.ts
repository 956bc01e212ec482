import type { NodeId } from '../ids';
import type { Node } from '../node/node';
import type { ServiceFacts } from '../spec/service-facts';
import { hasFailed, type Task } from '../task/task';
import { isTaskDirty } from './dirty';
import { nodeOf, rolloutOf, type ServiceScene } from './rollout';
import type { Slot } from './slots';

/** What is left until a service runs as its spec demands. */
export interface Remainder {
  /** Slots that the service will have. */
  slots: number;
  /** Slots of another spec. */
  replace: number;
  /** Slots to be stopped for good. */
  stop: number;
  /** Slots without a running task. */
  start: number;
  /** Why one of them does not run, in the engine's words; of tasks that ended badly likewise. '' for none. */
  reason: string;
  /** SwarmKit calls the update complete, and tasks of this spec fail again and again. */
  failing: boolean;
  /** A task that is not to be started again ended badly, or the swarm stopped it. */
  endedBadly: boolean;
  /** No slot stays on an older spec because its placement alone differs. */
  allOfThisSpec: boolean;
}

/**
 * Failures in one slot since the update began that are no accident any more; where nothing runs there, one is enough.
 */
const FAILING = 2;

export function remainderOf(scene: ServiceScene, spec: ServiceFacts): Remainder {
  const { replaced, kept, added, stopped } = rolloutOf(scene, spec);
  const looked = [...replaced, ...kept];
  const idle = looked.filter((slot) => !slot.ended && !slot.tasks.some((task) => serves(task, scene.nodes)));
  const ended = kept.filter((slot) => slot.ended && slot.tasks.some(({ state }) => state !== 'complete'));
  const failures = scene.updateStatus?.state === 'completed' ? failuresSince(scene, spec, idle) : [];
  const [firstIdle] = idle;
  const trouble = firstIdle ? troubleOf(firstIdle, scene.tasks) : (ended[0]?.tasks[0] ?? failures[0]);
  return {
    slots: looked.length + added,
    replace: replaced.length,
    stop: stopped.length,
    start: idle.length + added,
    reason: wordsOf(trouble),
    failing: failures.length > 0,
    endedBadly: ended.length > 0,
    allOfThisSpec: kept.every(({ tasks }) => tasks.every((task) => task.templateDigest === spec.templateDigest)),
  };
}

const serves = (task: Task, nodes: ReadonlyMap<NodeId, Node>): boolean =>
  task.state === 'running' && nodeOf(task, nodes)?.state !== 'down';

/** The newest failed task of every slot in which this spec has failed again and again since the update began. */
function failuresSince(
  { tasks, nodes, updateStatus }: ServiceScene,
  spec: ServiceFacts,
  idle: readonly Slot[],
): Task[] {
  const idleKeys = new Set(idle.map(({ key }) => key));
  const bySlot = new Map<string, Task[]>();
  for (const task of tasks) {
    if (!hasFailed(task) || task.createdAt < (updateStatus?.startedAt ?? '')) continue;
    if (isTaskDirty(spec, task, nodeOf(task, nodes))) continue;
    const key = String(spec.mode.kind === 'global' ? task.nodeId : task.slot);
    const failed = bySlot.get(key);
    if (failed) failed.push(task);
    else bySlot.set(key, [task]);
  }
  return [...bySlot]
    .filter(([key, failed]) => failed.length >= FAILING || idleKeys.has(key))
    .flatMap(([, failed]) => newestOf(failed) ?? []);
}

/** The task of a slot whose error explains why nothing runs there: the present one, or the failed one before it. */
function troubleOf({ tasks }: Slot, all: readonly Task[]): Task | undefined {
  const failed = tasks.find(({ error }) => error !== '');
  if (failed) return failed;
  const [present] = tasks;
  const before = all.filter(
    (task) => hasFailed(task) && present && task.slot === present.slot && sameNode(task, present),
  );
  return newestOf(before) ?? present;
}

const sameNode = (a: Task, b: Task): boolean => a.slot !== null || a.nodeId === b.nodeId;
const newestOf = (tasks: readonly Task[]): Task | undefined =>
  tasks.reduce<Task | undefined>((a, b) => (a && a.createdAt > b.createdAt ? a : b), undefined);

/** The engine's words on a task: its error, or else its message. */
export const wordsOf = (task: Task | undefined): string => task?.error || task?.message || '';
