import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Contract, faultsOf } from '#lib/contract/contract';
import type { RequestPrincipal, SessionPrincipal } from '#lib/domain/access/principal';
import { isProved } from '#lib/domain/access/recent-proof';
import { redactFault } from '#lib/domain/access/redact';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import { Fault, type FaultCode, faultRecordOf, isFault } from '#lib/domain/fault';
import type { Clock } from '#lib/ports/clock';
import { type Container, container } from '#lib/ports/container';
import type { ClientInfo } from '#lib/ports/sessions';
import { clientOf, isSecure, ownOrigin } from './client';
import { isOwnOrigin } from './origin';
import { problemResponse } from './problem';
import { readJson } from './read-body';
import { assertReach, bearerOf, isForPeople } from './token-reach';

export interface RouteRequest<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Who> {
  principal: Who;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: {
    client: ClientInfo;
    headers: Headers;
    /** Aborted when the client disconnects. */
    signal: AbortSignal;
    /** The console's address as the person knows it, for links in responses. */
    origin: string;
    /** Adds Set-Cookie values to the response. */
    setCookies(cookies: readonly string[]): void;
    /** Makes the browser clear its storage for this origin. */
    clearSite(): void;
  };
  ports: Container;
}

interface NextContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export interface Route {
  (request: Request, context: NextContext): Promise<Response>;
  /** For the test that matches contracts and route files one to one. */
  contract: Contract;
}

/** A route for people with a session and programs with a token, as its contract permits. */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  run: (request: RouteRequest<P, Q, B, RequestPrincipal>) => Promise<z.input<A>>,
): Route {
  if (contract.permission === 'public') throw new Error(`${contract.id} is public: declare it with definePublicRoute.`);
  return routeOf(contract, (principal) => authorised(contract, principal, container().clock), run);
}

/** A route about people, accounts or tokens: closed to every token, whatever its verbs. */
export function definePersonRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  run: (request: RouteRequest<P, Q, B, SessionPrincipal>) => Promise<z.input<A>>,
): Route {
  if (!isForPeople(contract)) throw new Error(`${contract.id} is open to tokens: declare it with defineRoute.`);
  const admit = (principal: RequestPrincipal | null): SessionPrincipal => {
    const person = authorised(contract, principal, container().clock);
    if (person.kind !== 'session') throw new Fault('token_scope', { reason: 'people', name: person.token });
    return person;
  };
  return routeOf(contract, admit, run);
}

/** A route without sign-in. A token counts as nobody, because the route is about signing in; a session is passed on. */
export function definePublicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  contract: Contract<P, Q, B, A>,
  run: (request: RouteRequest<P, Q, B, SessionPrincipal | null>) => Promise<z.input<A>>,
): Route {
  if (contract.permission !== 'public') throw new Error(`${contract.id} is not public: declare it with defineRoute.`);
  return routeOf(contract, (principal) => (principal?.kind === 'session' ? principal : null), run);
}

function authorised(contract: Contract, principal: RequestPrincipal | null, clock: Clock): RequestPrincipal {
  if (!principal) throw new Fault('not_signed_in');
  if (principal.kind === 'session' && principal.lacksSecondFactor && !contract.withoutSecondFactor)
    throw new Fault('second_factor_required', { role: principal.role });
  assertPermitted(contract, principal);
  if (contract.recent && principal.kind === 'session' && !isProved(principal.provedAt, clock.now()))
    throw new Fault('proof_needed');
  return principal;
}

function assertPermitted(contract: Contract, principal: RequestPrincipal): void {
  const { permission } = contract;
  if (principal.kind === 'token' && isForPeople(contract))
    throw new Fault('token_scope', { reason: 'people', name: principal.token });
  if (permission === 'public' || permission === 'signed-in') return;
  if (!may(principal, permission)) {
    if (principal.kind === 'token')
      throw new Fault('token_scope', { reason: 'right', verb: permission, name: principal.token });
    throw new Fault('not_allowed', { verb: permission, role: principal.role, needed: leastRoleFor(permission) });
  }
}

/** `admit` runs before params, query and body are parsed, so that refused input is never read. */
function routeOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType, Who>(
  contract: Contract<P, Q, B, A>,
  admit: (principal: RequestPrincipal | null) => Who,
  run: (request: RouteRequest<P, Q, B, Who>) => Promise<z.input<A>>,
): Route {
  const handle = async (request: Request, context: NextContext): Promise<Response> => {
    const ports = container();
    const known: Known = { client: clientOf(request.headers), principal: null };
    try {
      const { headers } = request;
      const { baseUrl } = ports.settings;
      const { client } = known;
      const bearer = bearerOf(headers);
      // a browser never adds a token by itself, so no foreign page can use one
      if (bearer === null && contract.method !== 'GET' && !isOwnOrigin(headers, baseUrl)) {
        throw new Fault('foreign_origin', { origin: headers.get('origin') ?? '' });
      }
      const cookies: string[] = [];
      const extra: Record<string, string> = {};
      const principal = await principalOf(headers, bearer, client, ports);
      known.principal = principal;
      const answer = async () =>
        run({
          principal: admit(principal),
          params: await paramsOf(contract, context, principal, ports),
          query: parsed(contract.query, queryOf(request), 'query'),
          body: await bodyOf(contract, request, known),
          request: {
            client,
            headers,
            signal: request.signal,
            origin: ownOrigin(headers, baseUrl),
            setCookies: (more) => void cookies.push(...more),
            // not "cookies", which would clear those of the whole domain; "cache" holds nothing of ours: no-store
            clearSite: () => Object.assign(extra, { 'clear-site-data': '"storage"' }),
          },
          ports,
        });
      const result = await (principal ? ports.limits.request(principal, answer, request.signal) : answer());
      return answerOf(contract, result, isSecure(headers) ? cookies.map(secured) : cookies, extra);
    } catch (error) {
      // The client disconnected before its turn, so nothing was begun and nobody reads a response.
      if (request.signal.aborted && error === request.signal.reason) return new Response(null, { status: 499 });
      return refusal(error, contract, ports, known);
    }
  };
  return Object.assign(handle, { contract: contract as unknown as Contract });
}

/** The principal of a request. An invalid token is refused as such, even beside a good cookie. */
async function principalOf(
  headers: Headers,
  bearer: string | null,
  client: ClientInfo,
  ports: Container,
): Promise<RequestPrincipal | null> {
  const found =
    bearer === null
      ? await ports.sessions.principalOf(headers)
      : await ports.tokens.principalOf(bearer, client.address);
  if (!found && bearer !== null) throw new Fault('token_invalid');
  return found && { ...found, address: client.address };
}

async function paramsOf<P extends z.ZodType>(
  contract: Contract<P>,
  context: NextContext,
  principal: RequestPrincipal | null,
  ports: Container,
): Promise<z.output<P>> {
  const params = parsed(contract.params, (await context.params) ?? {}, 'params');
  if (principal?.kind === 'token' && contract.permission !== 'public')
    await assertReach(principal, params as Record<string, unknown>, ports);
  return params;
}

/** Secure is set behind a TLS proxy too, which the settings may not mention. */
const secured = (cookie: string): string => (/;\s*Secure(;|$)/i.test(cookie) ? cookie : `${cookie}; Secure`);

/** Repeated names become a list, which a contract can refuse. */
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

/** Sends the contract's fields only, so that an extra field cannot leak. */
function answerOf(
  contract: Contract,
  result: unknown,
  cookies: readonly string[],
  extra: Record<string, string>,
): Response {
  const checked = contract.response.safeParse(result);
  if (!checked.success)
    throw new Error(`${contract.id} answers what its contract does not say: ${checked.error.message}`);
  if (checked.data instanceof Response) return checked.data;
  const headers = new Headers({ 'cache-control': 'no-store', ...extra });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  if (contract.status === 204) return new Response(null, { status: 204, headers });
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify(checked.data), { status: contract.status, headers });
}

/** What is known of the principal when a request is refused. */
interface Known {
  client: ClientInfo;
  principal: RequestPrincipal | null;
  email?: string;
}

/** Failed authentication or authorisation. */
const REFUSALS: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'wrong_credentials',
  'wrong_password',
  'wrong_code',
  'passkey_refused',
  'second_factor_expired',
  'too_many_attempts',
  'link_invalid',
  'not_allowed',
  'not_yourself',
  'token_invalid',
  'token_scope',
  'foreign_origin',
  'host_power',
]);

function note({ code }: Fault, contract: Contract, { refusals }: Container, { client, principal, email }: Known): void {
  const { address, userAgent } = client;
  refusals.note({
    code,
    route: contract.id,
    address,
    userAgent,
    ...(email !== undefined && { email }),
    ...(principal && { userId: principal.userId }),
    ...(principal?.kind === 'token' && { tokenId: principal.tokenId }),
  });
}

async function bodyOf<B extends z.ZodType>(
  contract: Contract<z.ZodType, z.ZodType, B>,
  request: Request,
  known: Known,
): Promise<z.output<B>> {
  const body: unknown = parsed(contract.body, contract.method === 'GET' ? {} : await readJson(request), 'body');
  const email = (body as { email?: unknown } | null)?.email;
  if (typeof email === 'string' && email !== '') known.email = email;
  return body as z.output<B>;
}

/** An error that is no Fault is our bug: the response has a reference, and the log has the details under it. */
function refusal(error: unknown, contract: Contract, ports: Container, known: Known): Response {
  if (isFault(error) && error.code !== 'internal' && isDeclared(error.code, contract, ports)) {
    if (error.cause) ports.log.info({ route: contract.id, code: error.code, err: error }, 'A request was refused');
    if (REFUSALS.has(error.code)) note(error, contract, ports, known);
    const fault = redactFault(faultRecordOf(error), known.principal);
    // the driver's text names the database's host and user
    const tells = error.code !== 'records_unavailable' || (known.principal && may(known.principal, 'swarm:administer'));
    return problemResponse(tells ? fault : { ...fault, engineText: null });
  }
  const reference = randomUUID();
  ports.log.error({ route: contract.id, reference, err: error }, 'A request failed');
  return problemResponse({ code: 'internal', params: { reference }, engineText: null });
}

/**
 * An undeclared fault is sent all the same, because it is the truth; under test it fails, so that contracts stay
 * complete.
 */
function isDeclared(code: FaultCode, contract: Contract, { log, settings }: Container): boolean {
  if (faultsOf(contract).has(code)) return true;
  log.error({ route: contract.id, code }, 'A contract does not declare this fault');
  return !settings.strict;
}
