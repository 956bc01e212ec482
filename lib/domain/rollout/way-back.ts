import type { FieldChange } from '../operation/operation';

/** A change of these may have replaced tasks. Whether it did cannot be known afterwards. (domain/rollout/dirty) */
const MAKES_TASKS = ['TaskTemplate', 'EndpointSpec'];

export const mayReplaceTasks = ({ path }: Pick<FieldChange, 'path'>): boolean =>
  MAKES_TASKS.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`));

/**
 * The newest revision that ran other tasks than the present one does: where to go when an update went wrong. Not simply
 * the one before, which may be a scale made on the broken spec. Rows come newest first; null where none is known.
 */
export function wayBackFrom<Row extends { changes: readonly FieldChange[] | null }>(rows: readonly Row[]): Row | null {
  const broken = rows.findIndex(({ changes }) => changes?.some(mayReplaceTasks));
  return broken === -1 ? null : (rows[broken + 1] ?? null);
}
