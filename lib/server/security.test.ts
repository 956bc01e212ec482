import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { secure } from './security';

/** Next's own reading of the request's policy. */
const { getScriptNonceFromHeaders } = createRequire(import.meta.url)(
  'next/dist/server/app-render/get-script-nonce-from-header',
) as { getScriptNonceFromHeaders(headers: object): string | undefined };

function answered(host: string | undefined, isSecure = false, dev = false) {
  const set: Record<string, string> = {};
  const request = { headers: { host } } as IncomingMessage;
  const response = {
    setHeader: (name: string, value: string) => Object.assign(set, { [name]: value }),
  } as unknown as ServerResponse;
  secure(request, response, isSecure, dev);
  const policy = set['content-security-policy'] ?? '';
  const directives = Object.fromEntries(
    policy.split('; ').map((directive) => [directive.split(' ', 1)[0], directive.split(' ').slice(1).join(' ')]),
  );
  return { set, directives, nonce: getScriptNonceFromHeaders(request.headers) };
}

test('Next finds the nonce of the answer’s policy in the request, and it is another one each time', () => {
  const [one, other] = [answered('console.test'), answered('console.test')];
  expect(one.nonce).toMatch(/^[\w+/=-]{22,}$/);
  expect(one.directives['script-src']).toBe(`'self' 'nonce-${one.nonce}' 'strict-dynamic'`);
  expect(other.nonce).not.toBe(one.nonce);
});

test('scripts run by nonce only; eval is for development', () => {
  expect(answered('c').directives['script-src']).not.toMatch(/unsafe/);
  expect(answered('c').directives['style-src']).not.toMatch(/unsafe/);
  expect(answered('c', false, true).directives['script-src']).toContain("'unsafe-eval'");
});

test('pages talk to their own host only, framed by nobody', () => {
  const { directives } = answered('console.test:3000', true);
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'connect-src': "'self' wss://console.test:3000",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
  });
});

test('a Host that is none does not get into the policy', () => {
  expect(answered("x; script-src 'unsafe-inline'").directives['connect-src']).toBe("'self'");
  expect(answered(undefined).directives['connect-src']).toBe("'self'");
});

test('browsers are told to stay on https only where they came by it', () => {
  expect(answered('c', true).set['strict-transport-security']).toBe('max-age=31536000');
  expect(answered('c', false).set).not.toHaveProperty('strict-transport-security');
});
