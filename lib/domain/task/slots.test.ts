import { expect, test } from 'vitest';
import { aNodeId, aTask } from '../testing/builders';
import { slotsOf } from './slots';

const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;
const nameOf = (id: string | null) => id;
const old = { state: 'shutdown', desiredState: 'shutdown' } as const;

test('the newest task of a slot is its current one, the others are its past', () => {
  const [slot] = slotsOf(
    [
      aTask({ id: 'first', of: 'web', createdAt: at(1), ...old }),
      aTask({ id: 'third', of: 'web', createdAt: at(3) }),
      aTask({ id: 'second', of: 'web', createdAt: at(2), state: 'failed', desiredState: 'shutdown' }),
    ],
    nameOf,
  );
  expect(slot?.current.createdAt).toBe(at(3));
  expect(slot?.past.map((task) => task.createdAt)).toEqual([at(2), at(1)]);
  expect(slot?.failures).toBe(1);
});

test('a task that still runs beside its successor is not the past', () => {
  const [slot] = slotsOf(
    [
      aTask({ id: 'old', of: 'web', createdAt: at(1) }),
      aTask({ id: 'new', of: 'web', createdAt: at(2), state: 'starting' }),
    ],
    nameOf,
  );
  expect([slot?.alive.length, slot?.past.length]).toEqual([1, 0]);
});

test('slots come by number, places of a global service by node', () => {
  const numbered = [10, 9].map((slot) => aTask({ id: `t${slot}`, of: 'web', slot }));
  expect(slotsOf(numbered, nameOf).map((slot) => slot.number)).toEqual([9, 10]);
  const global = ['w10', 'w9'].map((on) => aTask({ id: `on${on}`, of: 'agent', on, slot: null }));
  const hostname = (id: string | null) => (id === aNodeId('w10') ? 'w10' : 'w9');
  expect(slotsOf(global, hostname).map((slot) => slot.nodeId)).toEqual([aNodeId('w9'), aNodeId('w10')]);
});
