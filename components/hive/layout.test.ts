import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ColumnSize, cellPlace, type HiveLayout, layOut, type Room, spotAt } from './layout';
import { stepOf, walk } from './walk';

const DESK: Room = { width: 1200, height: 650, density: 1 };
const WALL: Room = { width: 1880, height: 960, density: 1 };
const PHONE: Room = { width: 358, height: 500, density: 2 };

/** Groups of columns by their counts; a negative one is for tasks without a node. */
const groupsOf = (...groups: number[][]): ColumnSize[][] => {
  let column = 0;
  return groups.map((counts) =>
    counts.map((count) => ({ column: column++, count: Math.abs(count), wide: count < 0 || Object.is(count, -0) })),
  );
};

const isApart = (a: { x: number; y: number; width: number; height: number }, b: typeof a) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

function expectSound(layout: HiveLayout, room: Room) {
  for (const column of layout.columns) {
    expect(column.x).toBeGreaterThanOrEqual(0);
    expect(column.x + column.width).toBeLessThanOrEqual(room.width);
    for (const index of [0, column.count - 1].filter((at) => at >= 0 && at < column.count)) {
      const { x, y } = cellPlace(layout, column, index);
      expect(x).toBeGreaterThanOrEqual(column.x);
      expect(x + layout.pitch).toBeLessThanOrEqual(column.x + column.width + 0.001);
      expect(y + layout.pitch).toBeLessThanOrEqual(column.y + column.height + 0.001);
      expect(spotAt(layout, x + layout.pitch / 2, y + layout.pitch / 2)).toEqual({ column: column.column, index });
    }
  }
}

test('few tasks get cells with room for words', () => {
  const layout = layOut(groupsOf([4, 3, 3], [5, 4]), DESK);
  expect(layout).toMatchObject({ fits: true, head: 'words', comb: true });
  expect(layout.pitch).toBeGreaterThanOrEqual(69);
});

test('a thousand nodes and a hundred thousand tasks are on one wall', () => {
  const layout = layOut(groupsOf(Array(5).fill(100), Array(995).fill(100)), WALL);
  expect(layout).toMatchObject({ fits: true, head: 'bar', comb: false });
  expect(layout.pitch).toBeGreaterThanOrEqual(2);
  expectSound(layout, WALL);
});

test('a phone shows all of a small swarm, and of a large one goes on below, never aside', () => {
  const small = layOut(groupsOf([12, 12, 12], [12, 12]), PHONE);
  expect(small.fits).toBe(true);
  const large = layOut(groupsOf(Array(1000).fill(100)), PHONE);
  expect(large.fits).toBe(false);
  expectSound(large, PHONE);
});

test('whatever the swarm, every cell stands in its column, columns in the room and none on another', () => {
  const counts = fc.array(fc.nat(60), { minLength: 1, maxLength: 12 });
  const rooms = fc.record({
    width: fc.integer({ min: 300, max: 2000 }),
    height: fc.integer({ min: 300, max: 1100 }),
    density: fc.constantFrom(1, 1.5, 2),
  });
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1, maxLength: 6 }), fc.nat(300), rooms, (groups, pending, room) => {
      const layout = layOut(groupsOf(...(pending > 0 ? [[-pending]] : []), ...groups), room);
      expectSound(layout, room);
      layout.columns.forEach((column, at) => {
        for (const other of layout.columns.slice(at + 1)) expect(isApart(column, other)).toBe(true);
      });
      expect(layout.groups).toHaveLength(groups.length + (pending > 0 ? 1 : 0));
    }),
    { numRuns: 150 },
  );
});

test('one task more or less moves nothing that need not move', () => {
  const before = layOut(groupsOf(Array(40).fill(30)), DESK);
  const counts = Array(40).fill(30);
  counts[3] = 29;
  const less = layOut(groupsOf(counts), DESK, before);
  expect(less.columns.map(({ x, y, width }) => [x, y, width])).toEqual(
    before.columns.map(({ x, y, width }) => [x, y, width]),
  );
  expect(less.pitch).toBe(before.pitch);
});

test('when the swarm has become much smaller, its cells grow', () => {
  const large = layOut(groupsOf(Array(40).fill(100)), DESK);
  const small = layOut(groupsOf(Array(5).fill(4)), DESK, large);
  expect(small.pitch).toBeGreaterThan(large.pitch * 3);
});

test('the arrow keys walk from cell to cell and over to the next column', () => {
  const layout = layOut(groupsOf([2, 0, 3], [1]), DESK);
  const step = (from: [number, number] | null, key: string, control = false) => {
    const spot = walk(layout, from && { column: from[0], index: from[1] }, stepOf(key, control)!);
    return spot && [spot.column, spot.index];
  };
  expect(step(null, 'ArrowDown')).toEqual([0, 0]);
  expect(step([0, 0], 'End')).toEqual([0, 1]);
  expect(step([0, 1], 'Home')).toEqual([0, 0]);
  expect(step([2, 1], 'Home', true)).toEqual([0, 0]);
  expect(step([0, 0], 'End', true)).toEqual([3, 0]);
  expect(step([0, layout.across - 1], 'ArrowRight')?.[0], 'the empty column is passed over').toBe(2);
  expect(step([0, 0], 'ArrowLeft')).toEqual([0, 0]);
});

test('from any cell every other can be reached by arrows alone', () => {
  const layout = layOut(groupsOf([-7], [5, 9, 3], Array(30).fill(4)), { width: 500, height: 400, density: 1 });
  const seen = new Set<string>();
  const open = [{ column: 0, index: 0 }];
  for (let spot = open.pop(); spot; spot = open.pop()) {
    const name = `${spot.column}/${spot.index}`;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const step of ['left', 'right', 'up', 'down'] as const) {
      const next = walk(layout, spot, step);
      if (next) open.push(next);
    }
  }
  expect(seen.size).toBe(7 + 5 + 9 + 3 + 30 * 4);
});
