import type { FaultCode, FaultParams, FaultRecord } from '#lib/domain/fault';
import { STATUS } from './status';

/** What is wrong with one field of the input. */
export interface FieldError {
  path: string;
  reason: string;
}

/** RFC 9457. The members after `status` are ours; clients translate the fault by `code` and `params`. */
export interface Problem extends FaultRecord {
  type: string;
  title: string;
  status: number;
  errors?: FieldError[];
}

/** Refused because of what is in progress, so a retry may soon succeed. */
const AGAIN_SOON: ReadonlySet<FaultCode> = new Set<FaultCode>(['too_many_requests', 'too_busy', 'log_streams_full']);

const titleOf = (code: string): string => {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const listOf = (value: FaultParams[string] | undefined): string[] => (Array.isArray(value) ? value : []);

/** `fields` and `reasons` of an invalid_input are parallel lists; paired here. */
function fieldErrors({ code, params }: FaultRecord): FieldError[] | undefined {
  if (code !== 'invalid_input') return undefined;
  const reasons = listOf(params.reasons);
  return listOf(params.fields).map((path, index) => ({ path, reason: reasons[index] ?? 'invalid' }));
}

export function problemOf({ code, params, engineText }: FaultRecord): Problem {
  const errors = fieldErrors({ code, params, engineText });
  return {
    type: `urn:swarmdeck:fault:${code}`,
    title: titleOf(code),
    status: STATUS[code],
    code,
    params,
    engineText,
    ...(errors ? { errors } : {}),
  };
}

export function problemResponse(fault: FaultRecord): Response {
  const problem = problemOf(fault);
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const { seconds } = fault.params;
  if (typeof seconds === 'number') headers.set('retry-after', String(Math.max(1, Math.ceil(seconds))));
  else if (AGAIN_SOON.has(fault.code)) headers.set('retry-after', '1');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
