import type { FaultRecord } from '../fault';
import type { OperationId, UserId } from '../ids';

export const ACTIONS = ['node.availability', 'service.scale', 'service.update', 'service.rollback'] as const;
/** Operator acts that change the swarm. */
export type SwarmAction = (typeof ACTIONS)[number];
export const HOUSE_ACTIONS = [
  'setup.claim',
  'session.sign-in',
  'people.invite',
  'people.revoke-invitation',
  'people.role',
  'people.disable',
  'people.enable',
  'people.end-session',
  'people.password-link',
  'people.second-factor-off',
  'account.name',
  'account.password',
  'account.second-factor-on',
  'account.second-factor-off',
  'account.recovery-codes',
  'account.passkey-add',
  'account.passkey-end',
  'token.make',
  'token.end',
  'admin.link',
  'revision.note',
  'settings.retention',
  'ledger.keyed',
] as const;
/** Acts on the console itself that the ledger keeps too. */
export type HouseAction = (typeof HOUSE_ACTIONS)[number];
export const OUTSIDE_ACTIONS = ['outside.created', 'outside.changed', 'outside.removed'] as const;
/** Changes of the swarm outside of this console: the docker command line, a pipeline, another console. */
export type OutsideAction = (typeof OUTSIDE_ACTIONS)[number];
export type Action = SwarmAction | HouseAction | OutsideAction;

/**
 * opened: written down, not yet sent · accepted: the engine took it, the swarm is at work ·
 * refused: by the engine or the console, nothing changed · unknown: sent, and no answer came ·
 * settled: the swarm's outcome is known · observed: no act of ours, but seen to have happened.
 */
export const OPERATION_STATES = ['opened', 'accepted', 'refused', 'unknown', 'settled', 'observed'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/**
 * What became of an accepted act, by what the swarm showed. no_task: written, and there is no task to move ·
 * tasks_kept: written, and every task stays as it is · failing: SwarmKit calls the update complete, and its tasks keep
 * failing · failed: tasks that are not started again ended badly.
 */
export const OUTCOMES = [
  'converged',
  'paused',
  'rolled_back',
  'superseded',
  'removed',
  'done',
  'no_task',
  'tasks_kept',
  'failing',
  'failed',
  'abandoned_applied',
  'abandoned_not_applied',
  'abandoned_unknown',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TARGET_KINDS = ['node', 'service', 'config', 'secret', 'network', 'user', 'token', 'console'] as const;

export interface OperationTarget {
  kind: (typeof TARGET_KINDS)[number];
  id: string;
  name: string;
}

/**
 * What an act waits for before it has come to an end. `reason`: the engine's own words, '' when it has none.
 * write: the picture to show it · replace: slots of an older spec · start: tasks to run · monitor: SwarmKit to call the
 * update complete · rollback: an automatic rollback · stop: tasks to be stopped · job: the present run of a job.
 */
export type Wait =
  | { kind: 'write' }
  | { kind: 'replace'; count: number; of: number; reason: string }
  | { kind: 'start'; count: number; of: number; reason: string }
  | { kind: 'monitor' }
  | { kind: 'rollback'; count: number; of: number }
  | { kind: 'stop'; count: number; reason: string }
  | { kind: 'job'; completed: number; of: number; running: number; reason: string };

/**
 * One field of an object as an act changed it. Values are JSON; secrets and env values are taken out for who may not
 * see them.
 */
export interface FieldChange {
  /**
   * Dotted as in the engine's spec: TaskTemplate.ContainerSpec.Image, Labels[tier],
   * TaskTemplate.ContainerSpec.Env[PATH].
   */
  path: string;
  before: unknown;
  after: unknown;
  sensitive?: boolean;
}

/** One operation: a projection of its ledger rows. */
export interface Operation {
  id: OperationId;
  action: Action;
  target: OperationTarget;
  /** The name is '' where it is not known. `token`: the name of the API token that was used. */
  by: { id: UserId | null; name: string; token?: string | null };
  /** Where from; 'hidden' where all clients share an address. */
  address?: string | null;
  state: OperationState;
  outcome: Outcome | null;
  /** The engine's or the swarm's own words about the outcome ('' when none). */
  outcomeText: string;
  fault: FaultRecord | null;
  changes: FieldChange[];
  /** The docker command that does the same. */
  command: string;
  /** What was sent to the engine, without bodies that hold secrets. */
  request: { method: string; path: string; body: unknown } | null;
  /** Raft index that the act was based on, and the one the object had after it. */
  baseVersion: number | null;
  openedAt: string;
  answeredAt: string | null;
  settledAt: string | null;
  warnings: string[];
  /** What an act that goes on waits for, as this console's picture shows it; of no row of the ledger. */
  waits?: Wait | null;
  /** Of what was observed: when the object was last seen as it was before, where that is long ago. */
  unseenSince?: string | null;
}

/** Of acts whose end is not known yet. */
export const OPEN_STATES = ['opened', 'accepted', 'unknown'] as const satisfies readonly OperationState[];

export const isOpen = ({ state }: Pick<Operation, 'state'>): boolean => OPEN_STATES.some((open) => open === state);

const HOUSE: ReadonlySet<string> = new Set(HOUSE_ACTIONS);
/** Nothing of the swarm: no engine is involved, and the fields are those of people, tokens and settings. */
export const isHouseAct = ({ action }: Pick<Operation, 'action'>): boolean => HOUSE.has(action);

/** The state of an operation, for lists and forms; its changes and request are read by HTTP. */
export type OperationNews = Pick<
  Operation,
  | 'id'
  | 'action'
  | 'target'
  | 'by'
  | 'state'
  | 'outcome'
  | 'outcomeText'
  | 'fault'
  | 'openedAt'
  | 'answeredAt'
  | 'settledAt'
  | 'unseenSince'
  | 'waits'
> & {
  /** Paths of the first few fields of the spec that it changes; never their values. */
  fields?: readonly string[];
  /** Of these fields the values that everybody may read: "4 → 6". */
  values?: readonly NewsValue[];
};

export interface NewsValue {
  path: string;
  before: string | number | null;
  after: string | number | null;
}

const FIELDS_TOLD = 4;

/** Fields whose values hold no secret. Every viewer gets them, so only fields listed here are included. */
const OPEN_FIELDS =
  /^(Availability|Role|Mode\.Replicated\.Replicas|Mode\.ReplicatedJob\.(TotalCompletions|MaxConcurrent)|TaskTemplate\.ContainerSpec\.Image|TaskTemplate\.ForceUpdate|TaskTemplate\.Placement\.MaxReplicas|(Update|Rollback)Config\.\w+)$/;

const isPlain = (value: unknown): value is string | number | null =>
  value === null || typeof value === 'string' || typeof value === 'number';

function openValues(changes: readonly FieldChange[]): NewsValue[] {
  return changes.flatMap(({ path, before = null, after = null, sensitive }) =>
    !sensitive && OPEN_FIELDS.test(path) && isPlain(before) && isPlain(after) ? [{ path, before, after }] : [],
  );
}

export const newsOf = (operation: Operation): OperationNews => {
  const { id, action, target, by, state, outcome, outcomeText, fault, openedAt, answeredAt, settledAt } = operation;
  const { unseenSince = null, waits = null, changes } = operation;
  const shown = isHouseAct(operation) ? [] : changes.slice(0, FIELDS_TOLD);
  const fields = shown.map(({ path }) => path);
  const values = openValues(shown);
  const times = { openedAt, answeredAt, settledAt, unseenSince };
  return { id, action, target, by, state, outcome, outcomeText, fault, ...times, waits, fields, values };
};
