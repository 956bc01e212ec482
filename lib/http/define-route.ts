import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Contract } from '#lib/contract/contract';
import type { Principal } from '#lib/domain/access/principal';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import { Fault, faultRecordOf, isFault } from '#lib/domain/fault';
import { type Container, container } from '#lib/ports/container';
import type { ClientInfo } from '#lib/ports/sessions';
import { clientOf, ownOrigin } from './client';
import { isOwnOrigin } from './origin';
import { problemResponse } from './problem';
import { readJson } from './read-body';

export type SignedInPrincipal = Extract<Principal, { kind: 'session' }>;

export interface Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Who> {
  principal: Who;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: {
    client: ClientInfo;
    headers: Headers;
    /** The console's address as the person knows it, for links that are handed out. */
    origin: string;
    /** Set-Cookie values for the answer. */
    setCookies(cookies: readonly string[]): void;
  };
  ports: Container;
}

interface NextContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export interface Route {
  (request: Request, context: NextContext): Promise<Response>;
  /** For the test that holds contracts and route files one to one. */
  contract: Contract;
}

/** A route for people with a session; which of them is the contract's word. */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  run: (asked: Asked<P, Q, B, SignedInPrincipal>) => Promise<z.input<A>>,
): Route {
  if (contract.permission === 'public') throw new Error(`${contract.id} is public: declare it with definePublicRoute.`);
  return routeOf(contract, (asked) => {
    authorise(contract, asked.principal);
    return asked.complete().then((whole) => run(whole as Asked<P, Q, B, SignedInPrincipal>));
  });
}

/** A route that anybody may ask; who is signed in has a principal all the same. */
export function definePublicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  run: (asked: Asked<P, Q, B, SignedInPrincipal | null>) => Promise<z.input<A>>,
): Route {
  if (contract.permission !== 'public') throw new Error(`${contract.id} is not public: declare it with defineRoute.`);
  return routeOf(contract, (asked) => asked.complete().then(run));
}

interface Incomplete<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  principal: SignedInPrincipal | null;
  /** Reads the rest; called only for who may ask, so that a stranger's input is never looked at. */
  complete(): Promise<Asked<P, Q, B, SignedInPrincipal | null>>;
}

function authorise(contract: Contract, principal: SignedInPrincipal | null): asserts principal is SignedInPrincipal {
  if (!principal) throw new Fault('not_signed_in');
  const { permission } = contract;
  if (permission === 'public' || permission === 'signed-in') return;
  if (!may(principal.role, permission)) {
    throw new Fault('not_allowed', { verb: permission, role: principal.role, needed: leastRoleFor(permission) });
  }
}

function routeOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  answer: (asked: Incomplete<P, Q, B>) => Promise<z.input<A>>,
): Route {
  const handle = async (request: Request, context: NextContext): Promise<Response> => {
    const ports = container();
    try {
      const { headers } = request;
      const { baseUrl } = ports.settings;
      if (contract.method !== 'GET' && !isOwnOrigin(headers, baseUrl)) {
        throw new Fault('foreign_origin', { origin: headers.get('origin') ?? '' });
      }
      const cookies: string[] = [];
      const principal = await ports.sessions.principalOf(headers);
      const result = await answer({
        principal,
        complete: async () => ({
          principal,
          params: parsed(contract.params, (await context.params) ?? {}, 'params'),
          query: parsed(contract.query, queryOf(request), 'query'),
          body: parsed(contract.body, contract.method === 'GET' ? {} : await readJson(request), 'body'),
          request: {
            client: clientOf(headers),
            headers,
            origin: ownOrigin(headers, baseUrl),
            setCookies: (more) => void cookies.push(...more),
          },
          ports,
        }),
      });
      return answerOf(contract, result, cookies);
    } catch (error) {
      return refusal(error, contract, ports);
    }
  };
  return Object.assign(handle, { contract: contract as unknown as Contract });
}

/** Repeated names become a list, so that a contract can refuse them. */
function queryOf(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url);
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    query[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return query;
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, where: 'params' | 'query' | 'body'): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  throw new Fault('invalid_input', {
    fields: issues.map((issue) => issue.path.join('.') || where),
    reasons: issues.map((issue) => issue.code),
  });
}

/** Sends what the contract names and nothing else: a field that slipped in does not slip out. */
function answerOf(contract: Contract, result: unknown, cookies: readonly string[]): Response {
  const checked = contract.response.safeParse(result);
  if (!checked.success)
    throw new Error(`${contract.id} answers what its contract does not say: ${checked.error.message}`);
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  if (contract.status === 204) return new Response(null, { status: 204, headers });
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify(checked.data), { status: contract.status, headers });
}

/** What is not a Fault is a mistake of ours: the person gets a reference, the log gets the rest under the same one. */
function refusal(error: unknown, contract: Contract, ports: Container): Response {
  if (isFault(error) && error.code !== 'internal') {
    if (error.cause) ports.log.info({ route: contract.id, code: error.code, err: error }, 'A request was refused');
    return problemResponse(faultRecordOf(error));
  }
  const reference = randomUUID();
  ports.log.error({ route: contract.id, reference, err: error }, 'A request failed');
  return problemResponse({ code: 'internal', params: { reference }, engineText: null });
}
