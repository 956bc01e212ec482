import { expect, test } from 'vitest';
import { isFault } from '#lib/domain/fault';
import { addressOf, controlOf, endpointOf } from './endpoint';

const tls = { ca: 'ca', cert: 'cert', key: 'key', verify: true };

test.each([
  ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }],
  ['/run/docker.sock', { kind: 'unix', path: '/run/docker.sock' }],
  ['tcp://10.0.0.1:2377', { kind: 'tcp', host: '10.0.0.1', port: 2377, secure: false }],
  ['tcp://manager.example', { kind: 'tcp', host: 'manager.example', port: 2375, secure: false }],
  ['10.0.0.1:2375', { kind: 'tcp', host: '10.0.0.1', port: 2375, secure: false }],
  ['http://[fd00::1]:2375', { kind: 'tcp', host: 'fd00::1', port: 2375, secure: false }],
  ['https://manager.example', { kind: 'tcp', host: 'manager.example', port: 2376, secure: true }],
])('%s is understood', (url, address) => {
  expect(addressOf(endpointOf(url))).toEqual(address);
});

test('tcp with certificates is TLS, on its own port', () => {
  expect(addressOf(endpointOf('tcp://10.0.0.1', { tls }))).toEqual({
    kind: 'tcp',
    host: '10.0.0.1',
    port: 2376,
    secure: true,
  });
});

test.each([
  ['npipe:////./pipe/docker_engine', 'npipe'],
  ['ssh://me@host', 'ssh'],
  ['ftp://host', 'scheme'],
  ['unix://docker.sock', 'no-path'],
  ['tcp://', 'no-host'],
])('%s is refused and said why', (url, reason) => {
  const refusal = () => endpointOf(url);
  expect(refusal).toThrow('invalid_input');
  try {
    refusal();
  } catch (error) {
    expect(isFault(error) && error.params).toMatchObject({ reason });
  }
});

test('a label shows no password', () => {
  expect(endpointOf('https://ann:secret@manager.example:2376').label).toBe('https://manager.example:2376');
});

test.each([
  ['unix:///var/run/docker.sock', undefined, { path: '/var/run/docker/swarm/control.sock' }],
  ['unix:///var/run/docker.sock', '/run/control.sock', { path: '/run/control.sock' }],
  ['unix:///var/run/docker.sock', null, { none: 'off' }],
  ['unix:///proxy.sock', undefined, { none: 'remote' }],
  ['tcp://10.0.0.1:2376', undefined, { none: 'remote' }],
  ['tcp://10.0.0.1:2376', '/run/control.sock', { path: '/run/control.sock' }],
])(
  'the control socket of %s, said to be %s, is looked for where dockerd would have it',
  (url, controlSocket, control) => {
    expect(controlOf(endpointOf(url, { controlSocket }))).toEqual(control);
  },
);
