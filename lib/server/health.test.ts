import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import type { Container } from '#lib/ports/container';
import { answerHealth } from './health';

afterEach(() => vi.useRealTimers());

function consoleWith(recordsReady: () => Promise<boolean>) {
  const picture = { status: () => ({ phase: 'live' }) };
  const ports = { picture, recordsReady } as unknown as Container;
  return (url = '/readyz'): Promise<{ status: number; body: unknown }> =>
    new Promise((resolve) => {
      let status = 0;
      const response = {
        writeHead: (code: number) => {
          status = code;
        },
        end: (text: string) => resolve({ status, body: JSON.parse(text) }),
      };
      answerHealth({ url } as IncomingMessage, response as unknown as ServerResponse, ports);
    });
}

test('a thousand who ask whether it is ready cost one look at the database a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let answer: (ready: boolean) => void = () => undefined;
  const look = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
  const ask = consoleWith(look);
  const together = Array.from({ length: 500 }, () => ask());
  answer(true);
  for (const { status } of await Promise.all(together)) expect(status).toBe(200);
  for (let index = 0; index < 500; index++) await ask();
  expect(look).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1001);
  const later = ask();
  answer(false);
  expect(await later).toEqual({ status: 503, body: { status: 'not-ready', records: false, engine: 'live' } });
  expect(look).toHaveBeenCalledTimes(2);
});

test('a look that fails is an answer, and is not looked at again at once', async () => {
  const look = vi.fn(() => Promise.reject(new Error('away')));
  const ask = consoleWith(look);
  expect((await ask()).status).toBe(503);
  expect((await ask()).status).toBe(503);
  expect(look).toHaveBeenCalledTimes(1);
});
