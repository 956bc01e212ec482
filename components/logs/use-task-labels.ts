'use client';

import { useMemo } from 'react';
import { useNodes, useService, useTasksOfService } from '#components/live/use-live';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import { isTaskDirty } from '#lib/domain/rollout/dirty';
import { nodeOf } from '#lib/domain/rollout/rollout';
import { isOver } from '#lib/domain/task/task';
import { type TaskColour, taskColour } from './log-colour';
import type { LogPicture } from './log-store';

export interface TaskLabel {
  id: TaskId;
  /** "web.2", or "agent@w1" without slots; with the start of the id where several tasks have had the slot. */
  name: string;
  node: string;
  colour: TaskColour;
  /** Whether the task runs the service's present spec. */
  spec: 'current' | 'old' | 'unknown';
  over: boolean;
}

/** The names of a log's tasks, kept current; also of tasks that the swarm has removed. */
export function useTaskLabels(serviceId: ServiceId, speakers: LogPicture['tasks']): ReadonlyMap<string, TaskLabel> {
  const tasks = useTasksOfService(serviceId);
  const service = useService(serviceId);
  const nodes = useNodes();
  return useMemo(() => {
    const calls: ReadonlyMap<string, string> = nodeNames(nodes ?? []);
    const byId = new Map(nodes?.map((each) => [each.id, each]));
    const known = new Map(tasks?.map((task) => [task.id as string, task]));
    const plain = speakers.map(({ id, nodeId }, index) => {
      const task = known.get(id);
      const node = calls.get(task?.nodeId ?? nodeId) ?? nodeId.slice(0, 12);
      const base = service?.name ?? '';
      const name = !task
        ? `${base}·${id.slice(0, 5)}`
        : task.slot === null
          ? `${base}@${node}`
          : `${base}.${task.slot}`;
      const spec = !task || !service ? 'unknown' : isTaskDirty(service, task, nodeOf(task, byId)) ? 'old' : 'current';
      return { id, name, node, spec, over: !task || isOver(task), colour: taskColour(index) } as const;
    });
    const count = new Map<string, number>();
    for (const { name } of plain) count.set(name, (count.get(name) ?? 0) + 1);
    return new Map(
      plain.map((label): [string, TaskLabel] => [
        label.id,
        (count.get(label.name) ?? 0) > 1 ? { ...label, name: `${label.name}·${label.id.slice(0, 4)}` } : label,
      ]),
    );
  }, [tasks, service, nodes, speakers]);
}
