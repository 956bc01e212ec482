import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { type Address, addressOf, type Endpoint } from './endpoint';

/** Why a request got no response. */
export type WireTrouble =
  /** Provably not sent: there was no connection. */
  | 'unsent'
  /** The connection broke before the response was complete. */
  | 'broken'
  /** No complete response by the deadline. */
  | 'late'
  /** Aborted by the caller. */
  | 'cancelled';

export class WireError extends Error {
  readonly trouble: WireTrouble;
  /** Of the system or of TLS: ECONNREFUSED, ENOENT, DEPTH_ZERO_SELF_SIGNED_CERT … */
  readonly reason: string;

  constructor(trouble: WireTrouble, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'WireError';
    this.trouble = trouble;
    this.reason = codeOf(cause);
  }
}

export interface WireRequest {
  method: 'GET' | 'POST';
  /** With its query, without the API version's prefix being added here. */
  path: string;
  /** JSON text, sent verbatim. */
  body?: string;
  deadlineMs: number;
  /** For requests that must not be sent twice: a connection that is not open by then proves that nothing was sent. */
  connectMs?: number;
  signal?: AbortSignal;
}

export interface WireAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const KEEP_ALIVE_MS = 30_000;

/** Every status is a result here, because docker-modem would turn some into errors without the raw text. */
const ANY_STATUS = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

/**
 * Requests to one engine with raw text in and out, so that a spec's numbers keep their digits. Reads share kept-alive
 * connections; a write has one of its own, because a kept-alive one may be dead unnoticed.
 */
export class Wire {
  readonly #address: Address;
  readonly #tls: Endpoint['tls'];
  readonly #modem: Docker['modem'];
  readonly #kept: HttpAgent;

  constructor(endpoint: Endpoint) {
    this.#address = addressOf(endpoint);
    this.#tls = endpoint.tls;
    this.#modem = modemTo(this.#address);
    this.#kept = this.#agent(true);
  }

  /** A read on a dead kept-alive connection is repeated once on a new one. */
  async ask(request: WireRequest): Promise<WireAnswer> {
    if (request.method !== 'GET') return this.#askOnce(request, this.#agent(false));
    try {
      return await this.#askOnce(request, this.#kept);
    } catch (error) {
      const stale = error instanceof WireError && error.trouble === 'broken' && /ECONNRESET|EPIPE/.test(error.reason);
      if (!stale) throw error;
      return this.#askOnce(request, this.#agent(false));
    }
  }

  /**
   * An endless response. The deadline is for its start, and for the whole of a response that is no 200; the signal ends
   * it.
   */
  async open(path: string, deadlineMs: number, signal: AbortSignal): Promise<IncomingMessage | WireAnswer> {
    const limit = new Limit(deadlineMs, signal);
    try {
      const answer = await this.#dial({ method: 'GET', path, deadlineMs }, this.#agent(false), limit.signal);
      if (answer.statusCode !== 200) {
        const refusal = await wholeOf(answer);
        limit.lift();
        return refusal;
      }
      limit.liftDeadline();
      // The signal outlives the stream, so its listener is removed when the stream ends.
      answer.once('close', () => limit.lift());
      // Proxies and firewalls may silently drop an idle connection.
      answer.socket.setKeepAlive(true, KEEP_ALIVE_MS);
      return answer;
    } catch (cause) {
      limit.lift();
      throw new WireError(limit.reached ?? 'broken', cause);
    }
  }

  /** Closes idle connections. Requests in flight go on. */
  rest(): void {
    for (const sockets of Object.values(this.#kept.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  async #askOnce(request: WireRequest, agent: HttpAgent): Promise<WireAnswer> {
    const limit = new Limit(request.deadlineMs, request.signal);
    const connected = request.connectMs === undefined ? null : noticeConnection(agent, this.#isSecure);
    const impatience = connected && setTimeout(() => connected() || limit.end('unsent'), request.connectMs);
    try {
      return await wholeOf(await this.#dial(request, agent, limit.signal));
    } catch (cause) {
      const unsent = connected !== null && !connected();
      throw new WireError(unsent ? 'unsent' : (limit.reached ?? 'broken'), cause);
    } finally {
      if (impatience) clearTimeout(impatience);
      limit.lift();
    }
  }

  #dial({ method, path, body }: WireRequest, agent: HttpAgent, signal: AbortSignal): Promise<IncomingMessage> {
    const modem: Docker['modem'] = Object.assign(Object.create(this.#modem), { agent });
    return new Promise((resolve, reject) => {
      modem.dial(
        {
          method,
          // docker-modem cuts off the last character of a path with a query, because its own callers write "path?".
          path: path.includes('?') ? `${path}&` : path,
          ...(body !== undefined && { file: Buffer.from(body), headers: { 'Content-Type': 'application/json' } }),
          isStream: true,
          statusCodes: ANY_STATUS,
          abortSignal: signal,
        },
        (error, answer) => (error ? reject(error) : resolve(answer as IncomingMessage)),
      );
    });
  }

  get #isSecure(): boolean {
    return this.#address.kind === 'tcp' && this.#address.secure;
  }

  #agent(keepAlive: boolean): HttpAgent {
    if (!this.#isSecure) return hidden(new HttpAgent({ keepAlive }));
    const { ca, cert, key, verify = true } = this.#tls ?? {};
    return hidden(new HttpsAgent({ keepAlive, ca, cert, key, rejectUnauthorized: verify }));
  }
}

/**
 * docker-modem prints the options of every request with util.inspect to any depth, whether debugging is on or not
 * (5.0.7, lib/modem.js, buildRequest). An agent holds all its sockets, so that a request would cost more the more are
 * in flight.
 */
function hidden<Agent extends HttpAgent>(agent: Agent): Agent {
  return Object.defineProperty(agent, inspect.custom, { value: () => '[Agent]' });
}

async function wholeOf(answer: IncomingMessage): Promise<WireAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
}

/** Every option is set, even to undefined, because docker-modem fills missing ones from DOCKER_HOST. */
function modemTo(address: Address): Docker['modem'] {
  const none = { ca: undefined, cert: undefined, key: undefined, timeout: undefined };
  if (address.kind === 'unix')
    return new Docker({ ...none, socketPath: address.path, host: undefined, port: undefined, protocol: 'http' }).modem;
  const protocol = address.secure ? 'https' : 'http';
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return new Docker({ ...none, socketPath: undefined, host: `${protocol}://${host}`, port: address.port, protocol })
    .modem;
}

/** A deadline and a caller's signal in one; remembers which of them fired. */
class Limit {
  readonly #aborter = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | undefined;
  reached: WireTrouble | null = null;

  constructor(deadlineMs: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.#timer = setTimeout(() => this.end('late'), deadlineMs);
    if (outer?.aborted) this.#cancel();
    outer?.addEventListener('abort', this.#cancel, { once: true });
  }

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  end(trouble: WireTrouble): void {
    this.reached ??= trouble;
    this.#aborter.abort();
  }

  liftDeadline(): void {
    clearTimeout(this.#timer);
  }

  lift(): void {
    this.liftDeadline();
    this.#outer?.removeEventListener('abort', this.#cancel);
  }

  readonly #cancel = (): void => this.end('cancelled');
}

type Connect = (options: object, ready?: (error: Error | null, socket: Socket) => void) => Socket;

/**
 * Whether the agent has got a connection on which bytes may have been sent. (With TLS they are sent after the
 * handshake.)
 */
function noticeConnection(agent: HttpAgent, secure: boolean): () => boolean {
  let connected = false;
  const maker = agent as unknown as { createConnection: Connect };
  const connect = maker.createConnection.bind(agent);
  maker.createConnection = (options, ready) => {
    const socket = connect(options, ready);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      connected = true;
    });
    return socket;
  };
  return () => connected;
}

const codeOf = (cause: unknown): string => {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};
