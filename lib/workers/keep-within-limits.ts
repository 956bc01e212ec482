import { retentionAt } from '#lib/domain/retention/retention';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { Leases } from '#lib/ports/leases';
import type { Log } from '#lib/ports/log';
import type { LedgerSegments, StoredSettings } from '#lib/ports/retention';
import type { Revisions } from '#lib/ports/revisions';
import type { TaskHistory } from '#lib/ports/task-history';
import { type Term, UnderLease } from './under-lease';

interface RetentionPorts {
  leases: Leases;
  settings: StoredSettings;
  history: TaskHistory;
  revisions: Revisions;
  segments: LedgerSegments;
  clock: Clock;
  log: Log;
}

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Not during startup, which has more urgent work. */
const FIRST_MS = 60_000;
const STEP = 200;
const REST_MS = 50;

/** Removes records beyond the retention settings: in the background, a few rows at a time. */
export function retention(ports: RetentionPorts): UnderLease {
  const { leases, log } = ports;
  const work = async (term: Term) => {
    await pause(FIRST_MS, term.signal);
    while (!term.signal.aborted) {
      await keepWithinLimits(ports, term);
      await pause(EVERY_MS, term.signal);
    }
  };
  return new UnderLease({ name: 'retention', leases, log, work });
}

/** One pass over everything. */
export async function keepWithinLimits(
  { settings, history, revisions, segments, clock, log }: Omit<RetentionPorts, 'leases'>,
  { lease, signal }: Term,
): Promise<void> {
  const { ledgerDays, taskDays, revisionsKept } = retentionAt(await settings.retention(), clock.now()).rules;
  const before = (days: number) => clock.now() - days * DAY_MS;
  const steps = async (step: () => Promise<number>): Promise<number> => {
    let all = 0;
    while (!signal.aborted) {
      const done = await step();
      if (done === 0) break;
      all += done;
      await pause(REST_MS, signal);
    }
    return all;
  };
  if (taskDays !== null) {
    const tasks = await steps(() => history.forget(before(taskDays), STEP, lease));
    if (tasks > 0) log.info({ tasks, days: taskDays }, 'old task history was let go');
  }
  if (revisionsKept !== null) {
    const count = await steps(() => revisions.prune(revisionsKept, STEP, lease));
    if (count > 0) log.info({ revisions: count, kept: revisionsKept }, 'old revisions were let go');
  }
  if (ledgerDays !== null) {
    while (!signal.aborted) {
      const sealed = await segments.seal(before(ledgerDays), lease);
      if (!sealed) break;
      const { fromSeq, toSeq, hash, headHash } = sealed;
      log.info({ fromSeq, toSeq, hash, headHash }, 'a segment of the ledger was sealed');
    }
  }
  await steps(() => segments.clear(STEP, lease));
}
