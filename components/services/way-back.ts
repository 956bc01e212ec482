import type { RevisionRow } from '#lib/contract/services';

const changesTasks = (row: RevisionRow): boolean =>
  row.changes?.some((change) => change.path.startsWith('TaskTemplate.')) ?? false;

/**
 * The newest revision that ran other tasks than the present one does: where to go when an update went wrong. Not simply the
 * one before, which may be a scale made on the broken template. Rows come newest first; null where none is known.
 */
export function wayBackFrom(rows: readonly RevisionRow[]): RevisionRow | null {
  const broken = rows.findIndex(changesTasks);
  return broken === -1 ? null : (rows[broken + 1] ?? null);
}
