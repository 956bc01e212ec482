import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { PublishedPort } from '#lib/domain/service/service';
import { TASK_STATES, type Task } from '#lib/domain/task/task';

/**
 * Tasks as they travel: a row each, in the order of the interface, with what repeats from task to task (ids of services
 * and nodes, images, messages, days) sent once in `words` and pointed at. About a fifth of the same tasks as plain
 * JSON.
 */
export interface PackedTasks {
  words: string[];
  rows: PackedTask[];
}

type Word = number;
type PackedTask = [
  id: string,
  version: number,
  service: Word,
  slot: number | null,
  jobIteration: number | null,
  node: Word | null,
  state: number,
  desiredState: number,
  message: Word,
  error: Word,
  exitCode: number | null,
  containerId: string | null,
  image: Word,
  templateDigest: Word,
  endpointDigest: Word,
  ports: PublishedPort[],
  stateSince: string,
  /** 0: since it is in its state. */
  startedAt: string | 0 | null,
  createdAt: string,
];

export function packTasks(tasks: Iterable<Task>): PackedTasks {
  const words: string[] = [];
  const places = new Map<string, Word>();
  const word = (text: string): Word => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, words.length);
    return words.push(text) - 1;
  };
  const rows: PackedTask[] = [];
  for (const task of tasks)
    rows.push([
      task.id,
      task.version,
      word(task.serviceId),
      task.slot,
      task.jobIteration,
      task.nodeId === null ? null : word(task.nodeId),
      TASK_STATES.indexOf(task.state),
      TASK_STATES.indexOf(task.desiredState),
      word(task.message),
      word(task.error),
      task.exitCode,
      task.containerId,
      word(task.image),
      word(task.templateDigest),
      word(task.endpointDigest),
      task.ports,
      task.stateSince,
      task.startedAt === task.stateSince ? 0 : task.startedAt,
      task.createdAt,
    ]);
  return { words, rows };
}

export function unpackTasks({ words, rows }: PackedTasks): Task[] {
  const word = (place: Word): string => words[place] ?? '';
  const state = (place: number) => TASK_STATES[place] ?? 'new';
  return rows.map(
    ([
      id,
      version,
      service,
      slot,
      jobIteration,
      node,
      at,
      desired,
      message,
      error,
      exitCode,
      containerId,
      image,
      template,
      endpoint,
      ...rest
    ]) => ({
      id: id as TaskId,
      version,
      serviceId: word(service) as ServiceId,
      slot,
      jobIteration,
      nodeId: node === null ? null : (word(node) as NodeId),
      state: state(at),
      desiredState: state(desired),
      message: word(message),
      error: word(error),
      exitCode,
      containerId,
      image: word(image),
      templateDigest: word(template),
      endpointDigest: word(endpoint),
      ports: rest[0],
      stateSince: rest[1],
      startedAt: rest[2] === 0 ? rest[1] : rest[2],
      createdAt: rest[3],
    }),
  );
}
