import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Lane } from './lane';
import { Lanes } from './lanes';

const BUSY = new Error('busy');
const later = () => new Promise<void>((resolve) => setImmediate(resolve));

test('never more than its width at once, in the order in which they came, and each is done or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 6 }),
      fc.array(fc.record({ steps: fc.integer({ min: 0, max: 4 }), fails: fc.boolean(), leaves: fc.boolean() }), {
        maxLength: 25,
      }),
      async (width, queue, all) => {
        const lane = new Lane({ width, queue, waitMs: 60_000, busy: () => BUSY });
        let [inFlight, most] = [0, 0];
        const begun: number[] = [];
        const ends = await Promise.allSettled(
          all.map(({ steps, fails, leaves }, index) => {
            const gone = new AbortController();
            const done = lane.run(async () => {
              begun.push(index);
              inFlight += 1;
              most = Math.max(most, inFlight);
              for (let step = 0; step < steps; step++) await later();
              inFlight -= 1;
              if (fails) throw new Error('own');
            }, gone.signal);
            if (leaves) gone.abort(new Error('gone'));
            return done;
          }),
        );
        expect(most).toBeLessThanOrEqual(width);
        expect(begun).toEqual([...begun].sort((a, b) => a - b));
        const refused = ends.filter((end) => end.status === 'rejected' && /busy|gone/.test(String(end.reason)));
        expect(begun.length + refused.length).toBe(all.length);
        expect(lane.isIdle).toBe(true);
      },
    ),
  );
});

test('who waits for too long is refused, and what they wanted is never begun', async () => {
  const lane = new Lane({ width: 1, queue: 5, waitMs: 20, busy: () => BUSY });
  let finish: () => void = () => undefined;
  const first = lane.run(() => new Promise<void>((resolve) => (finish = resolve)));
  const begun = vi.fn(async () => undefined);
  await expect(lane.run(begun)).rejects.toBe(BUSY);
  finish();
  await first;
  expect(begun).not.toHaveBeenCalled();
  await expect(lane.run(async () => 'next')).resolves.toBe('next');
});

test('one key waits for itself alone', async () => {
  const lanes = new Lanes({ width: 1, queue: 0, waitMs: 20, busy: () => BUSY });
  let finish: () => void = () => undefined;
  const mine = lanes.run('me', () => new Promise<void>((resolve) => (finish = resolve)));
  await expect(lanes.run('me', async () => 'more')).rejects.toBe(BUSY);
  await expect(lanes.run('you', async () => 'yours')).resolves.toBe('yours');
  finish();
  await mine;
  await expect(lanes.run('me', async () => 'again')).resolves.toBe('again');
});
