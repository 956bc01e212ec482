import { expect, test } from 'vitest';
import { EMPTY_TALLY, type Tally } from '../service/tally';
import { aManager, aNode, aService } from '../testing/builders';
import { healthOf } from './health';

const managers = (reachable: number, unreachable: number) => [
  ...Array.from({ length: reachable }, (_, i) => aManager(`m${i}`, { leader: i === 0 })),
  ...Array.from({ length: unreachable }, (_, i) => aManager(`x${i}`, { reachability: 'unreachable' })),
];
const web = (running: number, more: Partial<Tally> = {}) => ({
  ...aService({ id: 'web', replicas: 3 }),
  tally: { ...EMPTY_TALLY, desired: 3, running, ...more },
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
  expect(healthOf(managers(1, 0), [{ ...web(3), updateStatus }]).reasons[0]?.kind).toBe('update-paused');
});

test('nodes that are down are named', () => {
  const health = healthOf([...managers(1, 0), aNode({ id: 'w1', state: 'down' })], []);
  expect(health.reasons).toEqual([{ kind: 'nodes-down', level: 'warning', nodes: ['w1'] }]);
});

test('what has ended as it should is no trouble; what failed and what crashes is, whether it runs just now or not', () => {
  expect(healthOf(managers(1, 0), [web(0, { completed: 3 })]).level).toBe('ok');
  expect(healthOf(managers(1, 0), [web(0, { completed: 2, gaveUp: 1 })]).reasons).toEqual([
    { kind: 'service-failed', level: 'critical', services: ['web'] },
  ]);
  for (const running of [2, 3])
    expect(healthOf(managers(1, 0), [web(running, { crashing: 1 })]).reasons).toEqual([
      { kind: 'service-crashing', level: 'critical', services: ['web'] },
    ]);
});

test('a node that left and joined again is not called down by the name of the one that is ready', () => {
  const twin = (id: string, state: 'down' | 'ready') => ({ ...aNode({ id }), hostname: 'w1', state });
  const [old, now] = [twin('old', 'down'), twin('now', 'ready')];
  const { reasons } = healthOf([old, now], []);
  expect(reasons).toEqual([{ kind: 'nodes-down', level: 'warning', nodes: [`w1 (${old.id.slice(0, 12)})`] }]);
});
