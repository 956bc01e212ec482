import type { NodeId, ServiceId } from '#lib/domain/ids';
import { TASK_STATES, type TaskState } from '#lib/domain/task/task';

const SORTS = ['service', 'state', 'since', 'node', 'created', 'image'] as const;
export const TASK_GROUPINGS = ['error', 'service', 'exitCode', 'image', 'node'] as const;

export type TaskSort = (typeof SORTS)[number];
export type TaskGrouping = (typeof TASK_GROUPINGS)[number];

/** Which tasks of the swarm, in which order. null, '' and [] leave a matter open. */
export interface TaskQuery {
  /** Words, all of which a task must hold: in the names of its service and node, its image, error, message or ids. */
  text: string;
  states: TaskState[];
  desired: TaskState[];
  service: ServiceId | null;
  node: NodeId | 'none' | null;
  /** By name, without the digest that the engine pinned. */
  image: string | null;
  /** As `errorKindOf` gives it; '' for those without an error. */
  error: string | null;
  exitCode: number | 'none' | null;
  sort: TaskSort;
  descending: boolean;
  /** By what failed tasks are counted together. */
  groupBy: TaskGrouping | null;
}

/**
 * By service, slot, newest first: nothing in that order changes during a task's life, so that rows stay where they are
 * while 500 tasks a second change their state; a row that jumps cannot be read. What is newest is one press on "since".
 */
export const DEFAULT_TASK_QUERY: TaskQuery = {
  text: '',
  states: [],
  desired: [],
  service: null,
  node: null,
  image: null,
  error: null,
  exitCode: null,
  sort: 'service',
  descending: false,
  groupBy: null,
};

/** Limits of the lengths that are taken from an address. */
const MOST = { text: 120, id: 64, image: 300, error: 240 };
const ID = /^[\w.-]+$/;
const EXIT_CODE = /^-?\d{1,10}$/;

/** Reads an address's search part. What it does not know or is too long is left out; it never throws. */
export function parseTaskQuery(search: string): TaskQuery {
  const params = new URLSearchParams(search);
  const id = (name: string) => within(params.get(name), MOST.id, ID);
  const sort = params.get('sort') ?? '';
  const column = SORTS.find((name) => name === sort.replace(/^-/, ''));
  const exitCode = params.get('exit');
  return {
    text: tidy(params.get('q') ?? '')
      .slice(0, MOST.text)
      .trim(),
    states: statesOf(params.get('state')),
    desired: statesOf(params.get('desired')),
    service: id('service') as ServiceId | null,
    node: id('node') as NodeId | 'none' | null,
    image: within(params.get('image'), MOST.image, /\S/),
    error: within(params.get('error'), MOST.error),
    exitCode: exitCode === 'none' ? 'none' : exitCode && EXIT_CODE.test(exitCode) ? Number(exitCode) : null,
    sort: column ?? DEFAULT_TASK_QUERY.sort,
    descending: column !== undefined && sort.startsWith('-'),
    groupBy: TASK_GROUPINGS.find((name) => name === params.get('group')) ?? null,
  };
}

/**
 * The query as an address's search part, without the question mark. Equal queries give equal text, the default gives
 * ''.
 */
export function formatTaskQuery(query: TaskQuery): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null) => value !== null && params.set(name, String(value));
  put('q', tidy(query.text) || null);
  put('state', inOrder(query.states).join(' ') || null);
  put('desired', inOrder(query.desired).join(' ') || null);
  put('service', query.service);
  put('node', query.node);
  put('image', query.image);
  put('error', query.error);
  put('exit', query.exitCode);
  if (query.sort !== DEFAULT_TASK_QUERY.sort || query.descending)
    put('sort', `${query.descending ? '-' : ''}${query.sort}`);
  put('group', query.groupBy);
  return params.toString();
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

const inOrder = (states: readonly TaskState[]): TaskState[] => TASK_STATES.filter((state) => states.includes(state));

const statesOf = (listed: string | null): TaskState[] => inOrder((listed ?? '').split(/[\s,]+/) as TaskState[]);

const within = (value: string | null, most: number, like = /^/): string | null =>
  value !== null && value.length <= most && like.test(value) ? value : null;
