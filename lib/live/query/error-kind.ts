/** Ids of tasks, containers, networks: what makes the same error look like another in each task. */
const IDS = /\b(?:[0-9a-f]{64}|[0-9a-z]{25}|[0-9a-f]{12})\b/g;
const HAS_DIGIT = /\d/;
const MOST = 200;

/** An error without what differs from task to task, short enough for an address: equal for tasks that failed alike. */
export function errorKindOf(error: string): string {
  const kind = error.replace(IDS, (id) => (HAS_DIGIT.test(id) ? '…' : id));
  return kind.length <= MOST ? kind : `${kind.slice(0, MOST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
