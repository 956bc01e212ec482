import { APIError } from 'better-auth/api';
import { Fault, isFault } from '#lib/domain/fault';

/** better-auth refused: the e-mail or password is wrong, or the account may have no session. */
export const isRefusal = (error: unknown): boolean => error instanceof APIError && error.statusCode < 500;

/** Prisma's code for a unique key that is taken. */
export const isEmailTaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'P2002';

/**
 * An internal failure of better-auth means the database. It hides the reason, so the database is queried once more to
 * get it. Other errors are unchanged.
 */
export async function identityFault(error: unknown, askDatabase: () => Promise<unknown>): Promise<unknown> {
  if (!(error instanceof APIError) || error.statusCode < 500) return error;
  const own = await askDatabase().catch((fault: unknown) => fault);
  if (isFault(own, 'records_unavailable')) return own;
  return new Fault('records_unavailable', { reason: 'failed' }, { cause: error });
}
