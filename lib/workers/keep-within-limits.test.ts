import { expect, test } from 'vitest';
import type { RetentionRules } from '#lib/domain/retention/retention';
import type { LedgerSegment, LedgerSegments } from '#lib/ports/retention';
import type { Revisions } from '#lib/ports/revisions';
import type { TaskHistory } from '#lib/ports/task-history';
import { quietLog } from '#lib/records/testing/databases';
import { keepWithinLimits } from './keep-within-limits';

const NOW = Date.parse('2026-03-01T00:00:00.000Z');
const daysAgo = (days: number) => NOW - days * 86_400_000;
const SEALED: LedgerSegment = { fromSeq: 1, toSeq: 8, rows: 8, headHash: 'h', hash: 's', sealedAt: '' };

/** Stores with so much to remove, step by step. */
function stores({ tasks = [0], revisions = [0], segments = 0, rows = [0] }) {
  const calls: string[] = [];
  const left = { tasks: [...tasks], revisions: [...revisions], rows: [...rows], segments };
  const term = { lease: { name: 'retention', holder: 'a', fence: 1 }, signal: new AbortController().signal };
  const portsFor = (rules: RetentionRules) => ({
    settings: { retention: async () => ({ rules, announced: null }), setRetention: async () => undefined },
    history: {
      forget: async (before: number) => {
        calls.push(`tasks before ${before}`);
        return left.tasks.shift() ?? 0;
      },
    } as unknown as TaskHistory,
    revisions: {
      prune: async (keep: number) => {
        calls.push(`revisions beyond ${keep}`);
        return left.revisions.shift() ?? 0;
      },
    } as unknown as Revisions,
    segments: {
      seal: async (before: number) => {
        calls.push(`rows before ${before}`);
        left.segments -= 1;
        return left.segments >= 0 ? SEALED : null;
      },
      clear: async () => {
        calls.push('sealed rows');
        return left.rows.shift() ?? 0;
      },
    } as unknown as LedgerSegments,
    clock: { now: () => NOW },
    log: quietLog,
  });
  return { calls, term, portsFor };
}

test('what is older than its limit goes step by step, until there is no more of it', async () => {
  const { calls, term, portsFor } = stores({ tasks: [200, 3, 0], revisions: [5, 0], segments: 2, rows: [200, 0] });
  await keepWithinLimits(portsFor({ taskDays: 7, revisionsKept: 50, ledgerDays: 400 }), term);
  expect(calls).toEqual([
    ...Array(3).fill(`tasks before ${daysAgo(7)}`),
    ...Array(2).fill('revisions beyond 50'),
    ...Array(3).fill(`rows before ${daysAgo(400)}`),
    ...Array(2).fill('sealed rows'),
  ]);
});

test('what has no limit is kept for ever; rows that are sealed already go all the same', async () => {
  const { calls, term, portsFor } = stores({ tasks: [200], revisions: [5], segments: 1, rows: [7, 0] });
  await keepWithinLimits(portsFor({ taskDays: null, revisionsKept: null, ledgerDays: null }), term);
  expect(calls).toEqual(['sealed rows', 'sealed rows']);
});

test('no ledger is sealed younger than thirty days, whatever is stored', async () => {
  const { calls, term, portsFor } = stores({});
  await keepWithinLimits(portsFor({ taskDays: null, revisionsKept: null, ledgerDays: 1 }), term);
  expect(calls).toContain(`rows before ${daysAgo(30)}`);
});

test('when its term ends, nothing further is let go of', async () => {
  const { calls, term, portsFor } = stores({ tasks: [200, 200], revisions: [5], segments: 1, rows: [7] });
  const end = new AbortController();
  const limits = portsFor({ taskDays: 7, revisionsKept: 50, ledgerDays: 400 });
  const { forget } = limits.history;
  limits.history.forget = (...args) => {
    end.abort();
    return forget(...args);
  };
  await keepWithinLimits(limits, { ...term, signal: end.signal });
  expect(calls).toEqual([`tasks before ${daysAgo(7)}`]);
});
