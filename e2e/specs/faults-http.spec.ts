import { expect } from '@playwright/test';
import { test } from '../fixtures/lab';
import { fuzzOnLab } from '../fuzz/fuzz-on-lab';

const SEED = 20261121;

test('500 malformed requests as every role: no mistake of ours, no secret told, no act without its rows', async ({
  lab,
}) => {
  const { wrong, statuses } = await fuzzOnLab(lab, { count: 500, seed: SEED });
  expect(wrong, `npm run fuzz:http -- --count 500 --seed ${SEED}`).toEqual([]);
  expect(Object.keys(statuses).length, 'refused and taken in many ways').toBeGreaterThan(6);
});
