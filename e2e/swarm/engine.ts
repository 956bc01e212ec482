import { request } from 'node:http';

type EngineRequest = { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown; withinMs?: number };

/**
 * One request to the engine behind a socket. Gives the parsed answer; fails with the engine's own words, or when it is
 * late.
 */
export function askEngine<T>(socketPath: string, path: string, options: EngineRequest = {}): Promise<T> {
  const { method = 'GET', body, withinMs = 10_000 } = options;
  return new Promise<T>((resolve, reject) => {
    const signal = AbortSignal.timeout(withinMs);
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const call = request({ socketPath, path, method, headers, signal }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', (cause) => fail(cause));
      answer.on('end', () => {
        const value = parsed(Buffer.concat(chunks).toString());
        const status = answer.statusCode ?? 0;
        if (status < 400) resolve(value as T);
        else reject(new Error(`${method} ${path}: ${status}: ${(value as { message?: string }).message ?? value}`));
      });
    });
    const fail = (cause: Error) => {
      const reason = signal.aborted ? `no answer within ${withinMs} ms` : cause.message;
      reject(new Error(`${method} ${path}: ${reason}`, { cause }));
    };
    call.on('error', fail);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const parsed = (text: string): unknown => (/^[[{"]/.test(text) ? JSON.parse(text) : text);
