import type { IncomingMessage } from 'node:http';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { clientReader, sharedNetworks, trustedNetworks } from './client-address';

const requestFrom = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, connection: { remoteAddress }, headers }) as unknown as IncomingMessage;

test('a forged X-Forwarded-For changes nothing where no proxy is trusted', () => {
  const read = clientReader([]);
  expect(read(requestFrom('203.0.113.9', { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https' }))).toEqual({
    address: '203.0.113.9',
    secure: false,
  });
});

test('a trusted proxy tells the client, and what the client put before it is not believed', () => {
  const read = clientReader(['10.0.0.0/8']);
  const request = requestFrom('::ffff:10.0.0.1', {
    'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    'x-forwarded-proto': 'https',
  });
  expect(read(request)).toEqual({ address: '203.0.113.9', secure: true });
});

test('of schemes that came on the way the trusted proxy’s own counts, which is the last', () => {
  const read = clientReader(['10.0.0.1']);
  const by = (proto: string) => read(requestFrom('10.0.0.1', { 'x-forwarded-proto': proto })).secure;
  expect([by('https, http'), by('http, https'), by('https')]).toEqual([false, true, true]);
});

describe('behind the routing mesh', () => {
  const interfaces = {
    lo: [{ address: '127.0.0.1', cidr: '127.0.0.1/8', family: 'IPv4', internal: true } as NetworkInterfaceInfo],
    eth0: [{ address: '10.0.0.7', cidr: '10.0.0.7/24', family: 'IPv4', internal: false } as NetworkInterfaceInfo],
    eth1: [{ address: '172.18.0.3', cidr: '172.18.0.3/16', family: 'IPv4', internal: false } as NetworkInterfaceInfo],
  };
  const inContainer = sharedNetworks(true, interfaces);
  const from = (remoteAddress: string, trusted: string[] = [], shared = inContainer) =>
    clientReader(trusted, shared)({ socket: { remoteAddress }, headers: {} } as unknown as IncomingMessage).address;

  test.each([
    ['the mesh’s own end', '10.0.0.2', 'hidden'],
    ['the mesh’s own end, told as IPv6', '::ffff:10.0.0.2', 'hidden'],
    ['the gateway of the bridge', '172.18.0.1', 'hidden'],
    ['a neighbour by a port of the host', '192.168.1.20', '192.168.1.20'],
    ['somebody from afar', '203.0.113.9', '203.0.113.9'],
    ['the container itself', '127.0.0.1', '127.0.0.1'],
  ])('%s', (_, peer, expected) => expect(from(peer)).toBe(expected));

  test('a trusted proxy speaks for its clients, so nothing is hidden', () =>
    expect(from('10.0.0.2', ['10.0.0.0/24'])).toBe('10.0.0.2'));

  test('one proxy that is trusted leaves the others that come through the mesh hidden', () => {
    expect(from('10.0.0.2', ['192.0.2.10'])).toBe('hidden');
  });

  test.each([
    [['10.0.0.0/8', 'loopback'], ['10.0.0.7/24']],
    [['uniquelocal'], ['10.0.0.7/24', '172.18.0.3/16']],
    [['10.0.0.9', '192.0.2.0/24'], []],
    [[], []],
  ])('trusting %j takes in the networks %j of this container', (trusted, networks) => {
    expect(trustedNetworks(trusted, true, interfaces)).toEqual(networks);
    expect(trustedNetworks(trusted, false, interfaces)).toEqual([]);
  });

  test('outside of containers nothing is shared', () =>
    expect(from('10.0.0.2', [], sharedNetworks(false))).toBe('10.0.0.2'));
});
