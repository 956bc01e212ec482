import { type Standing, settled, waitsFor } from '../operation/standing';
import type { ServiceMode } from '../service/service';
import type { ServiceFacts } from '../spec/service-facts';
import { hasFailed, isOver } from '../task/task';
import { wordsOf } from './remainder';
import { eligibleNodes, type ServiceScene } from './rollout';

/**
 * How the present run of a job stands, counted by its tasks alone. A manager that leads for the second time may run a job
 * twice, so that more may complete than are wanted.
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
  if (goesOn.length === 0 && failed.length > 0 && isGivenUp(failed.length, spec)) return settled('failed', reason);
  const running = goesOn.filter(({ state }) => state === 'running').length;
  return waitsFor({ kind: 'job', completed, of, running, reason: running > 0 && failed.length === 0 ? '' : reason });
}

function wantedBy(mode: ServiceMode, seen: number, { nodes }: ServiceScene, spec: ServiceFacts): number {
  if (mode.kind === 'replicated-job') return mode.totalCompletions;
  return Math.max(seen, eligibleNodes(nodes.values(), spec).length);
}

/** Attempts are counted a slot; where every task is over and there were so many, none comes any more. */
const isGivenUp = (failures: number, { restartPolicy: { condition, maxAttempts } }: ServiceFacts): boolean =>
  condition === 'none' || (maxAttempts > 0 && failures > maxAttempts);
