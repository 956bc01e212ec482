import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { refuseMalformed } from './malformed';

function answerTo(method: string, url: string): { status: number; code: string } | 'goes on' {
  let [status, body] = [0, ''];
  const response = {
    writeHead: (given: number) => {
      status = given;
    },
    end: (text: string) => {
      body = text;
    },
  };
  const refused = refuseMalformed({ method, url } as IncomingMessage, response as unknown as ServerResponse);
  return refused ? { status, code: (JSON.parse(body) as { code: string }).code } : 'goes on';
}

test.each([
  ['GET', '/api/v1/services/%/rollback'],
  ['DELETE', '/api/v1/people/x/sessions/%ff%fe'],
  ['GET', '/%E2%80'],
  ['POST', '/api/v1/people/../disable'],
  ['GET', '/api/v1/%2e%2e%2fsecret'],
  ['OPTIONS', '*'],
  ['GET', 'http://elsewhere.example/'],
  ['TRACE', '/api/v1/session'],
])('%s %s is refused in words', (method, url) => {
  expect(answerTo(method, url)).toEqual({ status: 400, code: 'invalid_input' });
});

test.each([
  ['GET', '/'],
  ['GET', '/services/%E4%B8%AD?q=100%'],
  ['OPTIONS', '/api/v1/session'],
  ['PUT', '/api/v1/account'],
  ['GET', '/_next/static/chunks/..a.b.js?v=../x'],
])('%s %s goes on', (method, url) => expect(answerTo(method, url)).toBe('goes on'));
