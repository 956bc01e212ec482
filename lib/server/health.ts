import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Container } from '#lib/ports/container';

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, which is to write the ledger; without an engine it is
 * ready all the same, since it shows the last state and connects by itself. True when the request was one of them.
 */
export function answerHealth(request: IncomingMessage, response: ServerResponse, ports: Container): boolean {
  const path = request.url?.split('?', 1)[0];
  if (path === '/healthz') {
    send(response, 200, { status: 'ok' });
    return true;
  }
  if (path !== '/readyz') return false;
  const engine = ports.picture.status().phase;
  ports.recordsReady().then(
    (ready) => send(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not-ready', records: ready, engine }),
    () => send(response, 503, { status: 'not-ready', records: false, engine }),
  );
  return true;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
