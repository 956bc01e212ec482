import './without-eval';
import type { z } from 'zod';
import type { Verb } from '#lib/domain/access/roles';
import type { FaultCode } from '#lib/domain/fault';

export type Method = 'GET' | 'POST' | 'DELETE' | 'PUT';
/** `public`: anybody, signed in or not. `signed-in`: any session. Else a verb of the matrix. */
export type Permission = 'public' | 'signed-in' | Verb;

/** One operator action as HTTP. Path parameters are in braces: /api/v1/nodes/{nodeId}. */
export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  id: string;
  method: Method;
  path: `/api/v1/${string}`;
  permission: Permission;
  /** Whether it opens or raises access, and so requires a proof within the last ten minutes. */
  recent?: true;
  /** Open also to who has yet to set up the second factor that their role demands. */
  withoutSecondFactor?: true;
  params: Params;
  query: Query;
  body: Body;
  response: Answer;
  /** The media types of an endless response; `response` is then the stream itself. */
  streams?: readonly string[];
  /** The status of a good answer. */
  status: 200 | 201 | 202 | 204;
  /** What it may refuse beyond what every route may: see `faultsOf`. */
  faults: readonly FaultCode[];
}

export const defineContract = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
): Contract<P, Q, B, A> => contract;

/** What any question to the swarm may be refused with. */
const SWARM_FAULTS = [
  'engine_unreachable',
  'engine_timeout',
  'engine_too_old',
  'engine_refused',
  'engine_failed',
  'too_busy',
  'not_a_manager',
  'not_in_a_swarm',
  'no_quorum',
  'swarm_locked',
  'wrong_cluster',
] as const satisfies readonly FaultCode[];

/** What reading one object of the swarm may be refused with. */
export const READ_FAULTS = ['not_found', 'leader_too_old', ...SWARM_FAULTS] as const satisfies readonly FaultCode[];

/** What writing one object's spec back may be refused with. */
export const ACT_FAULTS = [
  ...READ_FAULTS,
  'edit_conflict',
  'stale_version',
  'nothing_to_change',
  'not_possible',
  'host_power',
  'name_in_use',
  'port_in_use',
  'in_use',
  'outcome_unknown',
] as const satisfies readonly FaultCode[];

/** Every route parses input, reads the session from the records, and may fail unexpectedly. */
const COMMON_FAULTS = [
  'invalid_input',
  'token_invalid',
  'records_unavailable',
  'internal',
  'too_many_requests',
] as const;

/**
 * Every fault that a route of this contract may answer: its own and those that its method and permission bring along.
 */
export function faultsOf({
  faults,
  method,
  permission,
  recent,
  withoutSecondFactor,
}: Contract): ReadonlySet<FaultCode> {
  const all = new Set<FaultCode>([...COMMON_FAULTS, ...faults]);
  if (method !== 'GET') for (const code of ['foreign_origin', 'too_large'] as const) all.add(code);
  if (permission !== 'public')
    for (const code of ['not_signed_in', 'not_allowed', 'token_scope'] as const) all.add(code);
  if (permission !== 'public' && !withoutSecondFactor) all.add('second_factor_required');
  if (recent) all.add('proof_needed');
  return all;
}
