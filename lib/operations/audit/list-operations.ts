import type { z } from 'zod';
import type { listOperations as contract } from '#lib/contract/audit/list-operations';
import { newsOf, type OperationNews } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';

type Query = z.infer<(typeof contract)['query']>;

/** The newest acts first, without what they changed: that is read one by one. */
export async function listOperations(
  ports: Container,
  query: Query,
): Promise<{ items: OperationNews[]; cursor: string | null }> {
  const { items, cursor } = await ports.ledger.operations({
    limit: query.limit,
    ...(query.cursor && { cursor: query.cursor }),
    ...(query.target && { targetId: query.target }),
  });
  return { items: items.map(newsOf), cursor };
}
