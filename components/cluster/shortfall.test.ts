import { expect, test } from 'vitest';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import { isShorter } from './shortfall';

const row = (id: string, running: number, desired: number) => ({
  ...aService({ id, replicas: desired }),
  tally: { ...EMPTY_TALLY, running, desired },
});

test('a service that runs nothing stands above one that runs too little, the greater loss above the smaller', () => {
  const rows = [row('half', 5, 10), row('dark', 0, 1), row('darker', 0, 4), row('nearly', 9, 10), row('also', 5, 10)];
  expect(rows.sort(isShorter).map(({ name }) => name)).toEqual(['darker', 'dark', 'also', 'half', 'nearly']);
});
