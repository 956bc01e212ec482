import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Container } from '#lib/ports/container';

/**
 * `/healthz`: the process responds. `/readyz`: it can write the ledger; it is ready without an engine too, because it
 * shows the last picture and reconnects by itself. True when the request was one of them.
 */
export function answerHealth(request: IncomingMessage, response: ServerResponse, ports: Container): boolean {
  const path = request.url?.split('?', 1)[0];
  if (path === '/healthz') {
    send(response, 200, { status: 'ok' });
    return true;
  }
  if (path !== '/readyz') return false;
  void areReady(ports).then((records) => {
    const engine = ports.picture.status().phase;
    send(response, records ? 200 : 503, { status: records ? 'ready' : 'not-ready', records, engine });
  });
  return true;
}

const REMEMBERED_MS = 1000;
/** `at` is null while the check runs: concurrent requests share it. */
const remembered = new WeakMap<Container, { at: number | null; ready: Promise<boolean> }>();

/** The check writes to the database, so it runs once a second at most, however many strangers request it. */
function areReady(ports: Container): Promise<boolean> {
  const last = remembered.get(ports);
  if (last && (last.at === null || performance.now() - last.at < REMEMBERED_MS)) return last.ready;
  const next: { at: number | null; ready: Promise<boolean> } = {
    at: null,
    ready: ports
      .recordsReady()
      .catch(() => false)
      .finally(() => {
        next.at = performance.now();
      }),
  };
  remembered.set(ports, next);
  return next.ready;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
