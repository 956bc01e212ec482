import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Task } from '#lib/domain/task/task';
import type { HiveContent } from '../hive/hive-parts';
import type { Changed } from '../picture/change-log';
import { type Mask, NODE_FIELDS, picked, SERVICE_FIELDS, TASK_FIELDS, WHOLE } from '../picture/fields';
import type { Picture } from '../picture/picture';
import type { ServiceRow } from '../picture/service-row';
import type { TaskSummary } from '../query/task-view';
import { fingerprintOf, type Manifest } from './manifest';
import { type PackedTasks, packTasks } from './packed-tasks';
import { nodeOf, serviceOf, type Topic } from './topic';

/** What brings a replica from one revision to another. */
export interface Frame extends FrameContent {
  /**
   * The revision it starts from. null: it is the whole topic, and what was held before is void. 'manifest': it starts
   * from what the replica sent as its manifest, whichever console it came from.
   */
  from: number | null | 'manifest';
  to: number;
  /** Opaque: shown again on resume, so that only what differs needs to be sent. */
  token: string;
}

export interface FrameContent {
  nodes?: Part<Node[], Node, NodeId>;
  services?: Part<ServiceRow[], ServiceRow, ServiceId>;
  tasks?: Part<PackedTasks, Task, TaskId>;
  /** Of a block of rows: its tasks in order, when that is new. */
  order?: TaskId[];
  /** Of a query: its numbers, whole. */
  summary?: TaskSummary;
  hive?: HiveContent;
}

/** Objects that are new to the replica are whole; of those it holds only the changed fields are sent. */
export interface Part<Whole, Value, Id extends string> {
  put?: Whole;
  patch?: Record<Id, Partial<Value>>;
  gone?: Id[];
}

export const tokenOf = (pictureId: string, revision: number): string => `${pictureId}.${revision}`;

/** The revision of a token; null when it is another picture's, or invalid. */
export function revisionOf(pictureId: string, token: unknown): number | null {
  if (typeof token !== 'string' || !token.startsWith(`${pictureId}.`)) return null;
  const revision = Number(token.slice(pictureId.length + 1));
  return Number.isSafeInteger(revision) && revision >= 0 ? revision : null;
}

/** The whole of a topic of objects. */
export function wholeContent(picture: Picture, topic: Topic): FrameContent {
  if (topic === 'cluster')
    return { nodes: { put: [...picture.nodes.values()] }, services: { put: [...picture.services.values()] } };
  return { tasks: { put: packTasks(tasksIn(picture, topic)) } };
}

/** What a topic of objects owes to one who held all of it before these changes. Empty: nothing of it has changed. */
export function changedContent(picture: Picture, topic: Topic, changed: Changed): FrameContent {
  if (topic === 'cluster')
    return withoutEmpty({
      nodes: part(changed.nodes, picture.nodes, NODE_FIELDS, (nodes) => nodes),
      services: part(changed.services, picture.services, SERVICE_FIELDS, (services) => services),
    });
  const belongs = belongsTo(topic);
  const concerned = new Map<TaskId, Mask>();
  const held = new Map<TaskId, Task>();
  for (const [id, { mask, before }] of changed.tasks) {
    const after = picture.tasks.get(id);
    const was = before !== null && belongs(before);
    if (after && belongs(after)) held.set(id, after);
    else if (!was) continue;
    concerned.set(id, was ? mask : WHOLE);
  }
  return withoutEmpty({ tasks: part(concerned, held, TASK_FIELDS, packTasks) });
}

/** What differs between a topic of objects and a replica's manifest. */
export function contentAgainst(picture: Picture, topic: Topic, manifest: Manifest): FrameContent {
  const gone = new Set(Object.keys(manifest));
  const unknown = <Value extends { id: string }>(objects: Iterable<Value>): Value[] => {
    const missing: Value[] = [];
    for (const object of objects) {
      gone.delete(object.id);
      if (manifest[object.id] !== fingerprintOf(object)) missing.push(object);
    }
    return missing;
  };
  if (topic === 'cluster') {
    const nodes = unknown(picture.nodes.values());
    const services = unknown(picture.services.values());
    // Ids are unique over all kinds: what neither kind knows is sent as removed for both.
    return {
      nodes: { put: nodes, gone: [...gone] as NodeId[] },
      services: { put: services, gone: [...gone] as ServiceId[] },
    };
  }
  return { tasks: { put: packTasks(unknown(tasksIn(picture, topic))), gone: [...gone] as TaskId[] } };
}

function tasksIn(picture: Picture, topic: Topic): Task[] {
  const service = serviceOf(topic);
  const node = nodeOf(topic);
  if (service) return picture.tasksOfService(service);
  return node ? picture.tasksOfNode(node) : [];
}

function belongsTo(topic: Topic): (task: Task) => boolean {
  const service = serviceOf(topic);
  const node = nodeOf(topic);
  return service ? (task) => task.serviceId === service : (task) => node !== null && task.nodeId === node;
}

function part<Whole, Value, Id extends string>(
  masks: ReadonlyMap<Id, Mask>,
  held: ReadonlyMap<Id, Value>,
  fields: readonly (keyof Value & string)[],
  pack: (values: Value[]) => Whole,
): Part<Whole, Value, Id> | undefined {
  if (masks.size === 0) return undefined;
  const put: Value[] = [];
  const patch = {} as Record<Id, Partial<Value>>;
  const gone: Id[] = [];
  let patched = false;
  for (const [id, mask] of masks) {
    const value = held.get(id);
    if (value === undefined) gone.push(id);
    else if (mask === WHOLE) put.push(value);
    else {
      patch[id] = picked(fields, mask, value);
      patched = true;
    }
  }
  return {
    ...(put.length > 0 && { put: pack(put) }),
    ...(patched && { patch }),
    ...(gone.length > 0 && { gone }),
  };
}

const withoutEmpty = (content: FrameContent): FrameContent =>
  Object.fromEntries(Object.entries(content).filter(([, given]) => given !== undefined));
