import type { OperationFilter } from '#lib/ports/ledger';
import type { Prisma } from '../generated/sqlite/client';

/**
 * A filter of operations for Prisma. `insensitive`: whether the database requires an option for case-insensitive
 * search.
 */
export function whereOf(filter: OperationFilter, insensitive: boolean): Prisma.OperationWhereInput {
  const { targetId, targetName, targetKinds, byName, byId, action, states, outcomes, since, until } = filter;
  const holds = (text: string) => ({ contains: text, ...(insensitive && { mode: 'insensitive' }) });
  return {
    ...(targetId !== undefined && { targetId }),
    ...(targetName !== undefined && { targetName: holds(targetName) }),
    ...(targetKinds && { targetKind: { in: targetKinds } }),
    ...(byName !== undefined && { byName: holds(byName) }),
    ...(byId !== undefined && { byId }),
    ...(action !== undefined && { action: action.includes('.') ? action : { startsWith: `${action}.` } }),
    ...(states && { state: { in: states } }),
    ...(outcomes && { outcome: { in: outcomes } }),
    ...((since !== undefined || until !== undefined) && {
      openedAt: { ...(since !== undefined && { gte: since }), ...(until !== undefined && { lt: until }) },
    }),
  };
}
