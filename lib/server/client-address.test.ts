import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientReader } from './client-address';

const asked = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, connection: { remoteAddress }, headers }) as unknown as IncomingMessage;

test('a forged X-Forwarded-For changes nothing where no proxy is trusted', () => {
  const read = clientReader([]);
  expect(read(asked('203.0.113.9', { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https' }))).toEqual({
    address: '203.0.113.9',
    secure: false,
  });
});

test('a trusted proxy tells the client, and what the client put before it is not believed', () => {
  const read = clientReader(['10.0.0.0/8']);
  const request = asked('::ffff:10.0.0.1', { 'x-forwarded-for': '6.6.6.6, 203.0.113.9', 'x-forwarded-proto': 'https' });
  expect(read(request)).toEqual({ address: '203.0.113.9', secure: true });
});
