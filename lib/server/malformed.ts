import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf } from '#lib/http/problem';

/**
 * Refuses requests that have no route and would break Next: undecodable addresses, addresses without a path, methods
 * for proxies. True when the request was one of these.
 */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse): boolean {
  const reason = whatIsWrong(request);
  if (reason === null) return false;
  const problem = problemOf({
    code: 'invalid_input',
    params: { fields: [reason], reasons: ['malformed'] },
    engineText: null,
  });
  response.writeHead(problem.status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(problem));
  return true;
}

function whatIsWrong({ method, url = '' }: IncomingMessage): 'path' | 'method' | null {
  if (method === 'TRACE' || method === 'CONNECT') return 'method';
  if (!url.startsWith('/')) return 'path';
  try {
    const path = decodeURIComponent(url.split('?', 1)[0] ?? '');
    // every client resolves these before it sends
    return path.split(/[/\\]/).some((step) => step === '.' || step === '..') ? 'path' : null;
  } catch {
    return 'path';
  }
}
