import { type Standing, settled, waitsFor } from '../operation/standing';
import type { ServiceMode } from '../service/service';
import type { ServiceFacts } from '../spec/service-facts';
import { hasFailed, isOver, isWanted, type Task } from '../task/task';
import { wordsOf } from './remainder';
import { eligibleNodes, type ServiceScene } from './rollout';

/**
 * How the present run of a job stands, counted by its tasks alone. A manager that leads for the second time may run a
 * job twice, so that more may complete than are wanted.
 */
export function settleJob(scene: ServiceScene, spec: ServiceFacts): Standing {
  const run = scene.tasks.filter(({ jobIteration }) => jobIteration === scene.jobIteration);
  const completed = run.filter(({ state }) => state === 'complete').length;
  const goesOn = run.filter(
    (task) => !isOver(task) && task.desiredState !== 'remove' && task.desiredState !== 'shutdown',
  );
  const failed = run.filter(hasFailed);
  const of = wantedBy(spec.mode, completed + goesOn.length, scene, spec);
  const reason = wordsOf(goesOn.find(({ error }) => error !== '') ?? failed.at(-1));
  if (completed >= of && goesOn.length === 0) return settled(of === 0 ? 'no_task' : 'converged');
  if (isGivenUp(run, spec)) return settled('failed', reason);
  const running = goesOn.filter(({ state }) => state === 'running').length;
  return waitsFor({ kind: 'job', completed, of, running, reason: running > 0 && failed.length === 0 ? '' : reason });
}

function wantedBy(mode: ServiceMode, seen: number, { nodes }: ServiceScene, spec: ServiceFacts): number {
  if (mode.kind === 'replicated-job') return mode.totalCompletions;
  return Math.max(seen, eligibleNodes(nodes.values(), spec).length);
}

/**
 * Whether nothing more comes of a run. The restart policy holds for a slot alone: whenever another task of the run ends
 * while it is still wanted, SwarmKit fills all free slots anew, also those that it had given up. Only where the last
 * one ended badly and is not restarted nothing brings it back to the job. (SwarmKit:
 * manager/orchestrator/jobs/orchestrator.go, handleEvent)
 */
export function isGivenUp(run: readonly Task[], { restartPolicy: { condition, maxAttempts } }: ServiceFacts): boolean {
  if (condition !== 'none' && maxAttempts === 0) return false;
  if (run.some((task) => isWanted(task) && task.state !== 'complete')) return false;
  const last = run.reduce<Task | undefined>((a, b) => (a && a.stateSince > b.stateSince ? a : b), undefined);
  return last !== undefined && hasFailed(last);
}
