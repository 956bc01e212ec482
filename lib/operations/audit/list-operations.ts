import type { z } from 'zod';
import type { listOperations as contract } from '#lib/contract/audit';
import { redactNews } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import { newsOf } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';
import { gapsWithin } from '../history/gaps-within';
import { filterOf } from './filter-of';

type Query = z.output<(typeof contract)['query']>;
type Answer = z.input<(typeof contract)['response']>;

/** The newest acts first, without what they changed: that is read one by one. */
export async function listOperations(
  ports: Pick<Container, 'clock' | 'gaps' | 'ledger'>,
  who: Rights,
  { limit, cursor: after, ...input }: Query,
): Promise<Answer> {
  const filter = filterOf(input);
  const { items, cursor } = await ports.ledger.operations({ ...filter, limit, ...(after && { cursor: after }) });
  const [newest, oldest] = [items[0], items.at(-1)];
  // A page that is not the first ends where the one before began; gaps lie between operations, whichever filter is set.
  const until = after ? (newest?.openedAt ?? null) : (filter.until ?? new Date(ports.clock.now()).toISOString());
  const since = cursor ? (oldest?.openedAt ?? null) : (filter.since ?? new Date(0).toISOString());
  const gaps = until && since ? await gapsWithin(ports, 'changes', Date.parse(since), Date.parse(until)) : [];
  return { items: items.map((each) => redactNews(newsOf(each), who)), cursor, gaps };
}
