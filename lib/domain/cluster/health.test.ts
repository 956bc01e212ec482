import { expect, test } from 'vitest';
import { EMPTY_TALLY } from '../service/tally';
import { aManager, aNode, aService } from '../testing/builders';
import { healthOf } from './health';

const managers = (reachable: number, unreachable: number) => [
  ...Array.from({ length: reachable }, (_, i) => aManager(`m${i}`, { leader: i === 0 })),
  ...Array.from({ length: unreachable }, (_, i) => aManager(`x${i}`, { reachability: 'unreachable' })),
];
const web = (running: number) => ({
  service: aService({ id: 'web', replicas: 3 }),
  tally: { ...EMPTY_TALLY, desired: 3, running },
});

test('a swarm in which all is as wanted is well, without a word', () => {
  expect(healthOf(managers(3, 0), [web(3)])).toEqual({ level: 'ok', reasons: [] });
});

test('a lost quorum comes before everything else', () => {
  const health = healthOf(managers(1, 2), [web(0)]);
  expect(health.reasons[0]).toMatchObject({ kind: 'quorum-lost', reachable: 1, needed: 2 });
  expect(health.level).toBe('critical');
});

test('one manager lost of three is a warning: one more and nothing can be changed', () => {
  expect(healthOf(managers(2, 1), [])).toMatchObject({ level: 'warning', reasons: [{ kind: 'quorum-thin' }] });
});

test('a service that runs nothing is worse than one that runs too little', () => {
  expect(healthOf(managers(1, 0), [web(0)]).level).toBe('critical');
  expect(healthOf(managers(1, 0), [web(2)])).toMatchObject({ level: 'warning', reasons: [{ kind: 'service-short' }] });
});

test('a paused update is said even though every task runs', () => {
  const updateStatus = { state: 'paused' as const, startedAt: null, completedAt: null, message: '' };
  const { service, tally } = web(3);
  expect(healthOf(managers(1, 0), [{ service: { ...service, updateStatus }, tally }]).reasons[0]?.kind).toBe(
    'update-paused',
  );
});

test('nodes that are down are named', () => {
  const health = healthOf([...managers(1, 0), aNode({ id: 'w1', state: 'down' })], []);
  expect(health.reasons).toEqual([{ kind: 'nodes-down', level: 'warning', nodes: ['w1'] }]);
});
