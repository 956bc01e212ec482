import { expect, test } from 'vitest';
import type { TaskId } from '#lib/domain/ids';
import { aTask, aTaskId } from '#lib/domain/testing/builders';
import { quietLog } from '#lib/records/testing/databases';
import { LiveState } from './live-state';
import { RecallStarts } from './recall-starts';

const BEGAN = Date.parse('2026-01-01T00:00:00.000Z');
const LED = '2026-01-01T09:00:00.000Z';

test('a console that starts after a change of leaders shows since when tasks have run', async () => {
  const live = new LiveState({ now: () => BEGAN }, () => undefined);
  const ids = Array.from({ length: 1500 }, (_, n) => `t${String(n).padStart(4, '0')}`);
  const pages: (TaskId | null)[] = [];
  const known = ids.map((id) => ({ id: aTaskId(id), since: BEGAN }));
  const history = {
    running: async (after: TaskId | null, limit: number) => {
      pages.push(after);
      return known.filter(({ id }) => after === null || id > after).slice(0, limit);
    },
  };
  const starts = new RecallStarts({ history, live, log: quietLog });
  starts.start();
  expect(pages, 'not before there is a picture').toEqual([]);
  live.observe({ kind: 'list', at: 1, tasks: ids.map((id) => ({ ...aTask({ id, of: 'web' }), stateSince: LED })) });
  const all = new Promise<void>((resolve) => {
    live.onChange(() => {
      if ([...live.picture.tasks.values()].every(({ startedAt }) => startedAt !== null)) resolve();
    });
  });
  live.setStatus({ ...live.status(), phase: 'live' });
  await all;
  expect(pages).toEqual([null, known[999]?.id]);
  expect(live.picture.tasks.get(aTaskId('t0000'))?.stateSince).toBe(new Date(BEGAN).toISOString());
  await starts.stop();
});
