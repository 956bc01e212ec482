import { expect, test } from 'vitest';
import { EMPTY_TALLY, type Tally } from '../service/tally';
import { aService } from '../testing/builders';
import { byUrgency } from './shortfall';

const row = (id: string, running: number, desired: number, more: Partial<Tally> = {}) => ({
  ...aService({ id, replicas: desired }),
  tally: { ...EMPTY_TALLY, running, desired, ...more },
});

test('a service that runs nothing stands above one that runs too little, the greater loss above the smaller', () => {
  const rows = [row('half', 5, 10), row('dark', 0, 1), row('darker', 0, 4), row('nearly', 9, 10), row('also', 5, 10)];
  expect(rows.sort(byUrgency).map(({ name }) => name)).toEqual(['darker', 'dark', 'also', 'half', 'nearly']);
});

test('a crash loop keeps its place whether its task lives just now or not', () => {
  for (const running of [0, 1]) {
    const rows = [row('short', 9, 10), row('b', 0, 1, { crashing: 1 }), row('a', running, 1, { crashing: 1 })];
    expect(rows.sort(byUrgency).map(({ name }) => name)).toEqual(['a', 'b', 'short']);
  }
});
