import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Endpoint, endpointOf } from '../endpoint';

type Answer =
  | { status?: number; body?: unknown; text?: string | Uint8Array; headers?: Record<string, string> }
  /** Begins a refusal and does not end it. */
  | { status: number; endless: true }
  /** Accepts the request and never answers. */
  | 'hang'
  /** Accepts the request and breaks the connection. */
  | 'break'
  /** Begins an endless response. */
  | 'stream';
type Handler = (request: {
  path: string;
  query: URLSearchParams;
  body: string;
  version: string | null;
}) => Answer | Promise<Answer>;

export interface ReceivedRequest {
  method: string;
  query: URLSearchParams;
  /** Without query and without the API version's prefix. */
  path: string;
  version: string | null;
  body: string;
}

const NO_LEADER =
  "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

/** The swarm part of /info. */
export const standings = {
  manager: (cluster = 'c1') => ({
    LocalNodeState: 'active',
    ControlAvailable: true,
    Error: '',
    Cluster: { ID: cluster },
  }),
  worker: () => ({ LocalNodeState: 'active', ControlAvailable: false, Error: '' }),
  locked: () => ({
    LocalNodeState: 'locked',
    ControlAvailable: false,
    Error: 'Swarm is encrypted and needs to be unlocked before it can be used.',
  }),
  inactive: () => ({ LocalNodeState: 'inactive', ControlAvailable: false, Error: '' }),
  leaderless: () => ({ LocalNodeState: 'active', ControlAvailable: true, Error: NO_LEADER, Cluster: { ID: '' } }),
};

/** An engine on a unix socket with responses set by the test; it records its requests. */
export class FakeEngine {
  readonly endpoint: Endpoint;
  readonly requests: ReceivedRequest[] = [];
  readonly #directory: string;
  readonly #server: Server;
  readonly #handlers = new Map<string, Handler>();
  readonly #streams = new Set<ServerResponse>();
  apiVersion = '1.41';
  standing: object | 'hang' = standings.manager();

  private constructor(name: string) {
    this.#directory = mkdtempSync(join(tmpdir(), `fake-${name}-`));
    this.endpoint = { ...endpointOf(`unix://${join(this.#directory, 'docker.sock')}`), label: name };
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(name: string): Promise<FakeEngine> {
    const engine = new FakeEngine(name);
    await engine.#listen();
    return engine;
  }

  /** Sets the response to a path. A swarm's lists are empty by default. */
  on(path: string, handler: Handler | Answer): this {
    this.#handlers.set(path, typeof handler === 'function' ? handler : () => handler);
    return this;
  }

  count(method: string, path: string): number {
    return this.requests.filter((each) => each.method === method && each.path === path).length;
  }

  /** Sends one line to every /events stream. */
  event(event: object): void {
    for (const stream of this.#streams) stream.write(`${JSON.stringify(event)}\n`);
  }

  /** Sends bytes to every endless response. */
  pour(bytes: Uint8Array): void {
    for (const stream of this.#streams) stream.write(bytes);
  }

  dropListeners(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  get listeners(): number {
    return this.#streams.size;
  }

  async connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }

  /** Simulates a power loss of the host: no responses, and open connections break. */
  async die(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async revive(): Promise<void> {
    if (!this.#server.listening) await this.#listen();
  }

  async end(): Promise<void> {
    await this.die();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #listen(): Promise<void> {
    const path = join(this.#directory, 'docker.sock');
    rmSync(path, { force: true });
    this.#server.listen(path);
    await once(this.#server, 'listening');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://engine');
    const [, version = null, path = url.pathname] = /^\/v([\d.]+)(\/.*)$/.exec(url.pathname) ?? [];
    let body = '';
    for await (const chunk of request) body += chunk;
    this.requests.push({ method: request.method ?? '', query: url.searchParams, path, version, body });
    this.#give(await this.#answer(path, url.searchParams, body, version), response);
  }

  #answer(path: string, query: URLSearchParams, body: string, version: string | null): Answer | Promise<Answer> {
    const handler = this.#handlers.get(path);
    if (handler) return handler({ path, query, body, version });
    if (path === '/_ping') return { text: 'OK', headers: { 'Api-Version': this.apiVersion } };
    if (path === '/info') return this.standing === 'hang' ? 'hang' : { body: { Swarm: this.standing } };
    if (path === '/events') return 'stream';
    return { body: [] };
  }

  #give(answer: Answer, response: ServerResponse): void {
    if (answer === 'hang') return;
    if (answer === 'break') {
      response.destroy();
      return;
    }
    if (answer === 'stream') {
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      response.flushHeaders();
      return;
    }
    if ('endless' in answer) {
      response.writeHead(answer.status);
      response.write('{');
      return;
    }
    const { status = 200, body, text, headers = {} } = answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(text ?? JSON.stringify(body));
  }
}
