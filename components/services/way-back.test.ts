import { expect, test } from 'vitest';
import type { RevisionRow } from '#lib/contract/services';
import { wayBackFrom } from './way-back';

const row = (number: number, ...paths: string[]): RevisionRow => ({
  number,
  image: 'app:1',
  seenAt: '2026-01-01T00:00:00.000Z',
  by: null,
  operationId: null,
  note: null,
  current: false,
  version: number,
  restores: null,
  changes: number === 1 ? null : paths.map((path) => ({ path, before: null, after: null })),
});

test('the way back leads to what ran before the template changed, past a scale made since', () => {
  const rows = [row(3, 'Mode.Replicated.Replicas'), row(2, 'TaskTemplate.ContainerSpec.Image'), row(1)];
  expect(wayBackFrom(rows)?.number).toBe(1);
});

test('without a known change of the template there is no way back to offer', () => {
  expect(wayBackFrom([row(2, 'Labels[tier]'), row(1)])).toBeNull();
  expect(wayBackFrom([row(1)])).toBeNull();
  expect(wayBackFrom([])).toBeNull();
});
