import type { PrismaClient } from '../generated/sqlite/client';
import { GENESIS, type LedgerHead } from './chain';

/**
 * What the first remaining row follows: the last sealed row, or the beginning. Whether that row was keyed is known only
 * from its segment, which is verified separately.
 */
export async function sealedHead(prisma: Pick<PrismaClient, 'ledgerSegment'>): Promise<LedgerHead> {
  const last = await prisma.ledgerSegment.findFirst({
    orderBy: { toSeq: 'desc' },
    select: { toSeq: true, headHash: true },
  });
  return last ? { seq: last.toSeq, hash: last.headHash, keyed: false } : GENESIS;
}
