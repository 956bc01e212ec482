import { expect, test } from 'vitest';
import type { PublishedPort } from '../service/service';
import { aManager, aService } from '../testing/builders';
import { foreignPorts } from './shared-host';

const port = (publishedPort: number, rest: Partial<PublishedPort> = {}): PublishedPort => ({
  protocol: 'tcp',
  targetPort: 80,
  publishedPort,
  mode: 'ingress',
  ...rest,
});
const nodes = [{ ...aManager('m1'), hostname: 'Manager1', address: '10.0.0.11' }];
const services = [
  aService({ id: 'console', ports: [port(3000)] }),
  aService({ id: 'web', ports: [port(8080), port(8081, { mode: 'host' })] }),
  aService({ id: 'dns', ports: [port(53, { protocol: 'udp' })] }),
  aService({ id: 'new', ports: [port(0)] }),
  aService({ id: 'inner' }),
];
const WEB = [
  { service: 'web', port: 8080 },
  { service: 'web', port: 8081 },
];
const on = (hostname: string, own = 3000) => foreignPorts({ hostname, port: own }, { nodes, services });

test('a console on a port of the swarm shares its host name with the other published TCP ports, under any name', () => {
  expect(on('swarm.example.org')).toEqual(WEB);
});

test.each(['manager1', 'MANAGER1', 'manager1.example.org', '10.0.0.11'])(
  'a console beside the swarm that is open at a node, %s, shares it with what the swarm publishes',
  (hostname) => {
    expect(on(hostname, 3001)).toEqual([{ service: 'console', port: 3000 }, ...WEB]);
  },
);

test.each([
  ['another machine', 'console.example.org', 443],
  ['a name that only begins like a node', 'manager10', 443],
  ['loopback, where somebody tries it', 'localhost', 3000],
  ['loopback as an address', '127.0.0.1', 3000],
])('nothing is said of %s', (_, hostname, own) => {
  expect(on(hostname, own)).toEqual([]);
});

test('a console that has the swarm for itself shares nothing', () => {
  const alone = services.filter(({ name }) => name !== 'web');
  expect(foreignPorts({ hostname: 'manager1', port: 3000 }, { nodes, services: alone })).toEqual([]);
});
