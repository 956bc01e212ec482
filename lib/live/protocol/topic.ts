import type { NodeId, ServiceId } from '#lib/domain/ids';

/** What a browser can hold a copy of: all nodes and services with their numbers, or the tasks of one of them. */
export type Topic = 'cluster' | `service/${ServiceId}` | `node/${NodeId}`;

const TASKS_OF = /^(?:service|node)\/[0-9a-z]{25}$/;

/** Whether a word from outside is a topic. */
export const isTopic = (word: unknown): word is Topic =>
  typeof word === 'string' && (word === 'cluster' || TASKS_OF.test(word));

export const serviceOf = (topic: Topic): ServiceId | null =>
  topic.startsWith('service/') ? (topic.slice('service/'.length) as ServiceId) : null;

export const nodeOf = (topic: Topic): NodeId | null =>
  topic.startsWith('node/') ? (topic.slice('node/'.length) as NodeId) : null;
