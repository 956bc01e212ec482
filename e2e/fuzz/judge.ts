import { CONTRACTS } from '../../lib/contract/all';
import type { FaultCode } from '../../lib/domain/fault';
import type { FuzzRequest } from './make-request';
import type { FuzzAnswer } from './send';

/**
 * What a 5xx may honestly say: the engine, the swarm or the database is not as it should be. Never that we made a
 * mistake.
 */
const HONEST: readonly FaultCode[] = [
  'engine_unreachable',
  'engine_timeout',
  'engine_failed',
  'engine_too_old',
  'outcome_unknown',
  'not_a_manager',
  'not_in_a_swarm',
  'no_quorum',
  'swarm_locked',
  'wrong_cluster',
  'log_streams_full',
  'too_busy',
  'console_unreachable',
  'records_unavailable',
];

/** What only our insides know: frames of a stack, paths of ours, a driver's or a library's own words. */
const INSIDES =
  /\n\s+at .+:\d+|\bat [\w.<>]+ \(.*:\d+:\d+\)|node_modules|webpack|file:\/\/|\/(work|tmp|root|home)\/|PrismaClient|SQLITE_[A-Z]|better-auth|\$argon2|ZodError/;

const KNOWN = new Set(CONTRACTS.map(({ path, method }) => `${method} ${path}`));

export interface Problem {
  code?: string;
  operationId?: string;
}

export const problemIn = ({ text }: FuzzAnswer): Problem => {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === 'object' && body !== null ? (body as Problem) : {};
  } catch {
    return {};
  }
};

/** What is wrong with an answer, in words; null: nothing. */
export function wrongWith(request: FuzzRequest, answer: FuzzAnswer, secrets: readonly string[]): string | null {
  const { status, type, text } = answer;
  const secret = secrets.find((one) => text.includes(one));
  if (secret !== undefined) return `tells a secret: ${secret.slice(0, 8)}…`;
  const insides = INSIDES.exec(text);
  if (insides && !type.startsWith('text/html') && !/ndjson|csv|event-stream/.test(type))
    return `tells of its insides: ${insides[0].trim().slice(0, 80)}`;
  if (request.raw !== undefined)
    return status !== null && status >= 500 && status !== 505 ? `${status} to bytes` : null;
  // what is far too large may find the connection closed before it is sent whole
  const head = request.path.length + Object.values(request.headers).join('').length;
  if (status === null)
    return request.body.length > 200_000 || head > 8000 || request.headers.expect ? null : 'closed the connection';
  const problem = problemIn(answer);
  if (status >= 500) {
    const isHonest = HONEST.some((code) => code === problem.code);
    return isHonest && type.startsWith('application/problem+json') ? null : `${status}: ${text.slice(0, 200)}`;
  }
  const isOurs =
    KNOWN.has(`${request.method} ${request.contract.path}`) && !/%(?![0-9a-f]{2})|%ff|\.\./i.test(request.path);
  if (
    status >= 400 &&
    isOurs &&
    ![404, 405, 413, 417, 431].includes(status) &&
    !type.startsWith('application/problem+json')
  )
    return `${status} without a problem: ${type} ${text.slice(0, 120)}`;
  return null;
}
