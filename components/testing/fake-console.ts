import { onTestFinished, vi } from 'vitest';
import type { z } from 'zod';
import type { Contract } from '#lib/contract/contract';
import { isFault } from '#lib/domain/fault';
import { STATUS } from '#lib/http/status';

/** What a route was called with. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  params: Params;
  query: Query;
  body: Body;
}

type Handler = (call: Call) => unknown;
interface Route {
  contract: Contract;
  pattern: RegExp;
  handler: Handler;
  calls: Call[];
}

/**
 * The console's HTTP side for component tests: answers `fetch` by contract. Requests and answers are parsed with the
 * contract's schemas, so that a test cannot pass with a shape that the real route refuses.
 */
export class FakeConsole {
  readonly #routes: Route[] = [];
  /** Violations of a contract: a test with one of these fails at its end. */
  readonly #breaches: unknown[] = [];

  constructor() {
    onTestFinished(() => {
      if (this.#breaches.length > 0)
        throw new AggregateError(this.#breaches, `A contract was not kept: ${this.#breaches[0]}`);
    });
    vi.stubGlobal('fetch', (address: string, init: RequestInit) => this.#answer(address, init));
  }

  /**
   * Handles a contract from now on; a Fault that the handler throws becomes problem+json. Returns the list of its
   * calls, which grows.
   */
  on<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    contract: Contract<P, Q, B, A>,
    handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => z.input<A> | Promise<z.input<A>>,
  ): Call<z.output<P>, z.output<Q>, z.output<B>>[] {
    const pattern = new RegExp(`^${contract.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const route = { contract: contract as unknown as Contract, pattern, handler: handler as Handler, calls: [] };
    this.#routes.unshift(route);
    return route.calls;
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted();
    const { pathname, searchParams } = new URL(address, 'http://console.test');
    const route = this.#routes.find(
      ({ contract, pattern }) => contract.method === (init.method ?? 'GET') && pattern.test(pathname),
    );
    if (!route) throw new TypeError(`No answer is set for ${init.method ?? 'GET'} ${pathname}`);
    const { contract, pattern, handler, calls } = route;
    const call = this.#kept(() => ({
      params: contract.params.parse({ ...pattern.exec(pathname)?.groups }),
      query: contract.query.parse(Object.fromEntries(searchParams)),
      body: contract.body.parse(JSON.parse(String(init.body ?? '{}'))),
    }));
    calls.push(call);
    try {
      const answer = await handler(call);
      if (answer instanceof Response) return answer;
      const kept = this.#kept(() => contract.response.parse(answer));
      return contract.status === 204
        ? new Response(null, { status: 204 })
        : Response.json(kept, { status: contract.status });
    } catch (error) {
      if (!isFault(error)) throw error;
      const { code, params, engineText } = error;
      return Response.json({ code, params, engineText }, { status: STATUS[code] });
    }
  }

  #kept<Value>(parse: () => Value): Value {
    try {
      return parse();
    } catch (breach) {
      this.#breaches.push(breach);
      throw breach;
    }
  }
}
