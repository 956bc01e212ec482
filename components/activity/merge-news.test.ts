import { expect, test } from 'vitest';
import type { OperationId } from '#lib/domain/ids';
import type { OperationNews } from '#lib/domain/operation/operation';
import { mergeNews } from './merge-news';

const news = (id: string, minute: number, state: OperationNews['state'] = 'accepted'): OperationNews => ({
  id: id as OperationId,
  action: 'service.scale',
  target: { kind: 'service', id: 's', name: 'web' },
  by: { id: null, name: 'Ada' },
  state,
  outcome: state === 'settled' ? 'converged' : null,
  outcomeText: '',
  fault: null,
  openedAt: `2026-01-01T00:0${minute}:00.000Z`,
  answeredAt: null,
  settledAt: null,
});

test('an act that was not listed yet comes to the top', () => {
  expect(mergeNews([news('a', 1)], [news('b', 2)]).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('news brings a listed act forward, and an old word never takes it back', () => {
  expect(mergeNews([news('a', 1)], [news('a', 1, 'settled')])[0]?.state).toBe('settled');
  expect(mergeNews([news('a', 1, 'settled')], [news('a', 1)])[0]?.state).toBe('settled');
});
