import type { NodeId, ServiceId } from '#lib/domain/ids';
import { formatTaskQuery, parseTaskQuery } from '../query/task-query';

/**
 * What a browser can hold a copy of: all nodes and services with their numbers; the tasks of one of them; the numbers
 * of a query over all tasks, and a block of its rows; every task as a cell of the hive.
 */
export type Topic =
  | 'cluster'
  | 'hive'
  | `service/${ServiceId}`
  | `node/${NodeId}`
  | `tasks?${string}`
  | `rows/${number}?${string}`;

const TASKS_OF = /^(?:service|node)\/[0-9a-z]{25}$/;
const QUERY = /^(?:tasks|rows\/(?:0|[1-9]\d{0,5}))\?(.*)$/;
const LONGEST = 6000;

/** Whether a word from outside is a topic. A query has one spelling, so that all who ask the same share the answer. */
export function isTopic(word: unknown): word is Topic {
  if (typeof word !== 'string' || word.length > LONGEST) return false;
  if (word === 'cluster' || word === 'hive' || TASKS_OF.test(word)) return true;
  const query = QUERY.exec(word)?.[1];
  return query !== undefined && formatTaskQuery(parseTaskQuery(query)) === query;
}

export const serviceOf = (topic: Topic): ServiceId | null =>
  topic.startsWith('service/') ? (topic.slice('service/'.length) as ServiceId) : null;

export const nodeOf = (topic: Topic): NodeId | null =>
  topic.startsWith('node/') ? (topic.slice('node/'.length) as NodeId) : null;

/** Rows of a query are served in blocks, so that those who look at the same part share it. */
export const ROWS_A_BLOCK = 100;

/** The query of a topic, and which block of its rows; block null: its numbers. null: no topic of a query. */
export function queryOf(topic: Topic): { query: string; block: number | null } | null {
  const at = topic.indexOf('?');
  if (at < 0) return null;
  const block = topic.startsWith('rows/') ? Number(topic.slice('rows/'.length, at)) : null;
  return { query: topic.slice(at + 1), block };
}
