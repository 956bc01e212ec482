import './without-eval';
import type { z } from 'zod';
import type { Verb } from '#lib/domain/access/roles';
import type { FaultCode } from '#lib/domain/fault';

export type Method = 'GET' | 'POST' | 'DELETE' | 'PUT';
/** `public`: anybody, signed in or not. `signed-in`: any session. Else a verb of the matrix. */
export type Permission = 'public' | 'signed-in' | Verb;

/** One operator action as HTTP. Path parameters stand in braces: /api/v1/nodes/{nodeId}. */
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
  params: Params;
  query: Query;
  body: Body;
  response: Answer;
  /** The status of a good answer. */
  status: 200 | 201 | 202 | 204;
  /** What it may refuse beyond invalid_input, not_signed_in and not_allowed. */
  faults: readonly FaultCode[];
}

export const defineContract = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
): Contract<P, Q, B, A> => contract;

/** What reading one object of the swarm may be refused with. */
export const READ_FAULTS = ['not_found', 'no_quorum', 'engine_unreachable'] as const satisfies readonly FaultCode[];

/** What writing one object's spec back may be refused with. */
export const ACT_FAULTS = [
  ...READ_FAULTS,
  'edit_conflict',
  'nothing_to_change',
  'outcome_unknown',
] as const satisfies readonly FaultCode[];
