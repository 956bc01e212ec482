import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Task } from '#lib/domain/task/task';
import type { Changed } from '../picture/change-log';
import type { Picture, ServiceRow } from '../picture/picture';
import { nodeOf, serviceOf, type Topic } from './topic';

/** What brings a replica from one revision to another. Objects are whole, in their newest form. */
export interface Frame {
  /** The revision it starts from; null: it is the whole topic, and what was held before is void. */
  from: number | null;
  to: number;
  /** Opaque: shown again on resume, so that only what differs needs to be sent. */
  token: string;
  nodes?: Node[];
  services?: ServiceRow[];
  tasks?: Task[];
  goneNodes?: NodeId[];
  goneServices?: ServiceId[];
  goneTasks?: TaskId[];
}

const tokenOf = (pictureId: string, revision: number): string => `${pictureId}.${revision}`;

/** The revision that a token stands for; null when it is another picture's, or no token of ours. */
export function revisionOf(pictureId: string, token: unknown): number | null {
  if (typeof token !== 'string' || !token.startsWith(`${pictureId}.`)) return null;
  const revision = Number(token.slice(pictureId.length + 1));
  return Number.isSafeInteger(revision) && revision >= 0 ? revision : null;
}

/** [PRO-1] [PRO-4] What to send a subscription that was last sent `from`; null when nothing of its topic has changed. */
export function frameFor(picture: Picture, pictureId: string, topic: Topic, from: number | null): Frame | null {
  const changed = from === null ? null : picture.changedSince(from);
  const head = { to: picture.revision, token: tokenOf(pictureId, picture.revision) };
  if (from === null || changed === null) return { from: null, ...head, ...whole(picture, topic) };
  const parts = topic === 'cluster' ? clusterParts(picture, changed) : taskParts(picture, topic, changed);
  return Object.keys(parts).length === 0 ? null : { from, ...head, ...parts };
}

type Parts = Omit<Frame, 'from' | 'to' | 'token'>;

function whole(picture: Picture, topic: Topic): Parts {
  const service = serviceOf(topic);
  const node = nodeOf(topic);
  if (service) return { tasks: picture.tasksOfService(service) };
  if (node) return { tasks: picture.tasksOfNode(node) };
  return { nodes: [...picture.nodes.values()], services: [...picture.services.values()] };
}

function clusterParts(picture: Picture, changed: Changed): Parts {
  const [nodes, goneNodes] = split(changed.nodes, picture.nodes);
  const [services, goneServices] = split(changed.services, picture.services);
  return withoutEmpty({ nodes, goneNodes, services, goneServices });
}

function taskParts(picture: Picture, topic: Topic, changed: Changed): Parts {
  const service = serviceOf(topic);
  const node = nodeOf(topic);
  const concerned = [...changed.tasks]
    .filter(([, place]) => (service ? place.serviceId === service : node !== null && place.nodeIds.includes(node)))
    .map(([id]) => id);
  const belongs = (task: Task) => (service ? task.serviceId === service : task.nodeId === node);
  const [held, gone] = split(concerned, picture.tasks);
  const tasks = held.filter(belongs);
  const left = held.filter((task) => !belongs(task)).map((task) => task.id);
  return withoutEmpty({ tasks, goneTasks: [...gone, ...left] });
}

function split<Id, Value>(ids: Iterable<Id>, held: ReadonlyMap<Id, Value>): [Value[], Id[]] {
  const values: Value[] = [];
  const gone: Id[] = [];
  for (const id of ids) {
    const value = held.get(id);
    if (value) values.push(value);
    else gone.push(id);
  }
  return [values, gone];
}

const withoutEmpty = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([, list]) => list && list.length > 0));
