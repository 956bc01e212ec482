import type { NodeId, ServiceId } from '#lib/domain/ids';
import { imageName } from '#lib/domain/service/image';
import type { Task } from '#lib/domain/task/task';
import { bounded } from './bounded-cache';
import { errorKindOf } from './error-kind';
import type { TaskNames } from './task-names';
import type { TaskQuery } from './task-query';

/** Matters in which a task may miss a query, one bit each: counts beside a list leave one of them out. */
export const MISS = { state: 1, error: 2, exitCode: 4, image: 8, node: 16, service: 32, other: 64 } as const;

const REMEMBERED = 10_000;
const WHOLE_ID = /^[0-9a-z]{25}$/;

/** Tells in what a task misses the query, as bits of MISS; 0 where it fits. */
export function taskFilterOf(query: TaskQuery, names: TaskNames): (task: Task) => number {
  const states = query.states.length > 0 ? new Set(query.states) : null;
  const desired = query.desired.length > 0 ? new Set(query.desired) : null;
  const nameOf = bounded(REMEMBERED, imageName);
  const kindOf = bounded(REMEMBERED, errorKindOf);
  const fitsText = textFilterOf(query.text, names);
  return (task) => {
    let miss = 0;
    if (states && !states.has(task.state)) miss |= MISS.state;
    if (query.error !== null && kindOf(task.error) !== query.error) miss |= MISS.error;
    if (query.exitCode !== null && (task.exitCode ?? 'none') !== query.exitCode) miss |= MISS.exitCode;
    if (query.image !== null && nameOf(task.image) !== query.image) miss |= MISS.image;
    if (query.node !== null && (task.nodeId ?? 'none') !== query.node) miss |= MISS.node;
    if (query.service !== null && task.serviceId !== query.service) miss |= MISS.service;
    if ((desired && !desired.has(task.desiredState)) || (fitsText && !fitsText(task))) miss |= MISS.other;
    return miss;
  };
}

/**
 * Whether a task holds every word. Thousands of tasks share their names and texts, so what a text holds is found once,
 * as one bit a word. null where nothing was typed.
 */
function textFilterOf(typed: string, names: TaskNames): ((task: Task) => boolean) | null {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 16);
  if (words.length === 0) return null;
  const all = 2 ** words.length - 1;
  const heldBy = (text: string, holds: (word: string) => boolean = (word) => text.includes(word)): number =>
    words.reduce((bits, word, index) => (holds(word) ? bits | (1 << index) : bits), 0);
  const inService = bounded(REMEMBERED, (id: ServiceId) => heldBy(names.service(id).toLowerCase()));
  const inNode = bounded(REMEMBERED, (id: NodeId) => heldBy(names.node(id).toLowerCase()));
  const inText = bounded(REMEMBERED, (text: string) => heldBy(text.toLowerCase()));
  const dotted = words.some((word) => word.includes('.'));
  // A whole id is looked for in the details of a task, so at every press on a row: where it can't be is not looked.
  const onlyIds = words.every((word) => WHOLE_ID.test(word));
  return (task) => {
    const bits =
      inService(task.serviceId) |
      (task.nodeId ? inNode(task.nodeId) : 0) |
      (task.error === '' ? 0 : inText(task.error)) |
      (onlyIds ? 0 : inText(task.image) | inText(task.message));
    if (bits === all) return true;
    const ids = (word: string) =>
      task.id.startsWith(word) ||
      (word.length >= 6 && task.containerId?.startsWith(word) === true) ||
      task.serviceId === word ||
      task.nodeId === word;
    // As docker names a replica: "web.3".
    const place = dotted && task.slot !== null ? `${names.service(task.serviceId).toLowerCase()}.${task.slot}` : '';
    return (bits | (place === '' ? 0 : heldBy(place)) | heldBy('', ids)) === all;
  };
}
