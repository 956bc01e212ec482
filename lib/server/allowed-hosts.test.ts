import { expect, test } from 'vitest';
import { hostRule } from './allowed-hosts';

const none = { baseUrl: null, host: '0.0.0.0', allowedHosts: [] };
const nodes = () => ['m1', 'Worker-1.lan'];

test.each([
  'localhost:3000',
  'LOCALHOST',
  'console.localhost:8080',
  '127.0.0.1:3000',
  '[::1]:3000',
  '10.0.0.5',
  '[fd00::5]:3000',
  'm1:3000',
  'M1.',
  'worker-1.lan:3000',
  'box:3000',
  undefined,
])('%s is ours without any setting', (host) => {
  expect(hostRule(none, nodes, 'box')(host)).toBe(true);
});

test.each([
  'evil.example:3000',
  'm1.evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example#localhost',
  'evil.example/localhost',
  'localhost@evil.example',
  'm1 ',
  '',
])('"%s" is not', (host) => {
  expect(hostRule(none, nodes, 'box')(host)).toBe(false);
});

test('BASE_URL, HOST and ALLOWED_HOSTS name more', () => {
  const rule = hostRule(
    {
      baseUrl: 'https://swarm.example.org:8443',
      host: 'console.lan',
      allowedHosts: ['lb.example.net', '.corp.example'],
    },
    nodes,
    'box',
  );
  expect(['swarm.example.org', 'console.lan', 'lb.example.net:80', 'a.corp.example'].map(rule)).toEqual(
    Array(4).fill(true),
  );
  expect(['example.org', 'other.example.net', 'corp.example', 'xcorp.example'].map(rule)).toEqual(Array(4).fill(false));
  expect(hostRule({ ...none, allowedHosts: ['*'] }, nodes)('evil.example')).toBe(true);
});
