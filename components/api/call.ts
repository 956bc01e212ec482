import type { z } from 'zod';
import type { Contract } from '#lib/contract/contract';
import { Fault, isFault } from '#lib/domain/fault';
import { ownHeaders } from './own-headers';
import { faultOf } from './refusal';

/** An empty object: such a member must be left out. */
type Empty = Record<never, never>;
type Member<Name extends string, Value> = Empty extends Value ? { [N in Name]?: Value } : { [N in Name]: Value };
type CallInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Member<'params', z.input<P>> &
  Member<'query', z.input<Q>> &
  Member<'body', z.input<B>>;

/**
 * Calls one of the console's own routes by its contract. Throws the Fault of the response, or `console_unreachable`
 * when the console did not answer; an abort by the caller is rethrown as it is.
 */
export async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  input: CallInput<P, Q, B>,
  signal?: AbortSignal,
): Promise<z.output<A>> {
  const attempt = () => callOnce(contract, input, signal);
  return attempt().catch(async (error: unknown) => {
    if (!isFault(error, 'proof_needed') || !prover || !(await prover())) throw error;
    return attempt();
  });
}

/** Asks the person for a proof; false where they cancel. */
export type Prover = () => Promise<boolean>;
let prover: Prover | null = null;

/** Sets the prover for routes that require a recent proof; the call is repeated after it. Returns the unsubscriber. */
export function proveBy(next: Prover): () => void {
  prover = next;
  return () => {
    if (prover === next) prover = null;
  };
}

async function callOnce<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  input: CallInput<P, Q, B>,
  signal?: AbortSignal,
): Promise<z.output<A>> {
  const sends = contract.method !== 'GET';
  const response = await fetch(addressOf(contract.path, input.params, input.query), {
    method: contract.method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { ...ownHeaders(), accept: 'application/json', ...(sends ? { 'content-type': 'application/json' } : {}) },
    body: sends ? JSON.stringify(input.body ?? {}) : undefined,
    signal,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new Fault('console_unreachable', {}, { cause });
  });
  if (response.status === 204) return undefined as z.output<A>;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as z.output<A>;
  throw faultOf(body, response.status);
}

/** /api/v1/nodes/{nodeId}?limit=5 */
function addressOf(path: string, params: unknown, query: unknown): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}
