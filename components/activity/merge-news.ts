import type { OperationNews } from '#lib/domain/operation/operation';

/** How far an operation is. News and list responses may arrive in either order, so the further state wins. */
const progressOf = ({ state }: OperationNews): number =>
  ({ opened: 0, unknown: 1, accepted: 2, refused: 3, settled: 3, observed: 3 })[state];

/** The listed operations merged with later news, newest first. Neither source can set an operation back. */
export function mergeNews(listed: readonly OperationNews[], received: Iterable<OperationNews>): OperationNews[] {
  const byId = new Map(listed.map((operation) => [operation.id, operation]));
  for (const news of received) {
    const known = byId.get(news.id);
    if (!known || progressOf(news) >= progressOf(known)) byId.set(news.id, news);
  }
  return [...byId.values()].sort((a, b) => (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : 0));
}
