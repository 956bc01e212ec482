import { expect, test } from 'vitest';
import { wayBackFrom } from './way-back';

const row = (number: number, ...paths: string[]) => ({
  number,
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

test('a change of published ports made other tasks too', () => {
  expect(wayBackFrom([row(2, 'EndpointSpec.Ports'), row(1)])?.number).toBe(1);
});
