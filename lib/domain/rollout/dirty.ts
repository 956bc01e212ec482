import type { Node } from '../node/node';
import { satisfies } from '../placement/constraint';
import type { Service } from '../service/service';
import type { Task } from '../task/task';
import { templateParts } from './task-spec';

/** What of a service decides whether a task is out of date. */
export type TaskSource = Pick<Service, 'templateDigest' | 'endpointDigest' | 'constraints'>;

/** For a task whose endpoint spec is unknown: it counts as the service's. */
export const UNKNOWN_ENDPOINT = '';

/**
 * Whether SwarmKit takes the task for out of date under this spec, so that an update replaces it. A task whose
 * placement alone differs stays while its node satisfies the new constraints, even where the endpoint differs too. Pull
 * options are left out: the API does not show them, and SwarmKit ignores them for tasks that are ready or running.
 * (SwarmKit: manager/orchestrator/task.go, IsTaskDirty)
 */
export function isTaskDirty(spec: TaskSource, task: Task, node: Node | undefined): boolean {
  // '' from a feed that could not read the task's spec.
  if (task.templateDigest === '') return false;
  const sameTemplate = spec.templateDigest === task.templateDigest;
  if (!sameTemplate) {
    const sameRest = templateParts(spec.templateDigest).rest === templateParts(task.templateDigest).rest;
    return !sameRest || node === undefined || !satisfies(node, spec.constraints);
  }
  return task.endpointDigest !== UNKNOWN_ENDPOINT && task.endpointDigest !== spec.endpointDigest;
}
