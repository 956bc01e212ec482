import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { RequestCounter } from './request-counter';

/** Stands before an engine's socket and counts what is asked of it. */
export class CountingProxy {
  readonly path: string;
  readonly #target: string;
  readonly #open = new Set<Socket>();
  readonly #counts = new Map<string, number>();
  readonly #server = createServer((inward) => {
    const onward = connect(this.#target);
    const counter = new RequestCounter((request) => this.#counts.set(request, (this.#counts.get(request) ?? 0) + 1));
    for (const half of [inward, onward]) this.#open.add(half.once('close', () => this.#open.delete(half)));
    inward.on('data', (chunk) => counter.take(chunk));
    // What breaks off here breaks off there: the engine's client sees it.
    pipeline(inward, onward, () => inward.destroy());
    pipeline(onward, inward, () => onward.destroy());
  });

  private constructor(path: string, target: string) {
    this.path = path;
    this.#target = target;
  }

  static async before(target: string, path: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(path, target);
    proxy.#server.listen(path);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Requests since it was last asked, by method and kind. */
  taken(): Map<string, number> {
    const counts = new Map(this.#counts);
    this.#counts.clear();
    return counts;
  }

  close(): void {
    this.#server.close();
    for (const half of this.#open) half.destroy();
    rmSync(this.path, { force: true });
  }
}
