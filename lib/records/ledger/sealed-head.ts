import type { PrismaClient } from '../generated/sqlite/client';
import { GENESIS, type LedgerHead } from './chain';

/**
 * What the first row that is still there follows: the last row that was sealed, or the beginning. Whether it was keyed only its segment
 * says, which is checked on its own.
 */
export async function sealedHead(prisma: Pick<PrismaClient, 'ledgerSegment'>): Promise<LedgerHead> {
  const last = await prisma.ledgerSegment.findFirst({
    orderBy: { toSeq: 'desc' },
    select: { toSeq: true, headHash: true },
  });
  return last ? { seq: last.toSeq, hash: last.headHash, keyed: false } : GENESIS;
}
