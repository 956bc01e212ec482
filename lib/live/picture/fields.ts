import type { Node } from '#lib/domain/node/node';
import type { Task } from '#lib/domain/task/task';
import type { ServiceRow } from './service-row';

/** A set of fields of one kind of object: bit n is the n-th name in its list. */
export type Mask = number;
/** All of it: the object appeared, or came back. */
export const WHOLE: Mask = -1;

type Names<Value> = Record<keyof Value, true>;
const listed = <Value>(names: Names<Value>) => Object.keys(names) as (keyof Value & string)[];

export const NODE_FIELDS = listed<Node>({
  id: true,
  version: true,
  hostname: true,
  role: true,
  availability: true,
  state: true,
  stateMessage: true,
  address: true,
  manager: true,
  labels: true,
  engineLabels: true,
  platform: true,
  resources: true,
  engineVersion: true,
  createdAt: true,
  updatedAt: true,
});

export const SERVICE_FIELDS = listed<ServiceRow>({
  id: true,
  version: true,
  name: true,
  stack: true,
  labels: true,
  image: true,
  mode: true,
  jobIteration: true,
  forceUpdate: true,
  updateConfig: true,
  rollbackConfig: true,
  updateStatus: true,
  restartPolicy: true,
  constraints: true,
  preferences: true,
  maxReplicasPerNode: true,
  templateDigest: true,
  endpointDigest: true,
  ports: true,
  networks: true,
  createdAt: true,
  updatedAt: true,
  tally: true,
});

export const TASK_FIELDS = listed<Task>({
  id: true,
  version: true,
  serviceId: true,
  slot: true,
  jobIteration: true,
  nodeId: true,
  state: true,
  desiredState: true,
  message: true,
  error: true,
  exitCode: true,
  containerId: true,
  image: true,
  templateDigest: true,
  endpointDigest: true,
  ports: true,
  stateSince: true,
  startedAt: true,
  createdAt: true,
});

/** The fields in which two forms of an object differ; 0: in none. */
export function differing<Value>(fields: readonly (keyof Value & string)[], before: Value, after: Value): Mask {
  let mask = 0;
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] as keyof Value & string;
    if (!alike(before[field], after[field])) mask |= 1 << index;
  }
  return mask;
}

/** The fields of a mask, as they are now. */
export function picked<Value>(fields: readonly (keyof Value & string)[], mask: Mask, value: Value): Partial<Value> {
  const part: Partial<Value> = {};
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] as keyof Value & string;
    if (mask & (1 << index)) part[field] = value[field];
  }
  return part;
}

/** Domain objects hold plain data in a fixed order of keys, which their borders see to. */
const alike = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'object' &&
    typeof b === 'object' &&
    a !== null &&
    b !== null &&
    JSON.stringify(a) === JSON.stringify(b));
