import { APIError } from 'better-auth/api';
import { Fault, isFault } from '#lib/domain/fault';

/** better-auth refuses: the e-mail or the password is not right, or the account may have no session. */
export const isRefusal = (error: unknown): boolean => error instanceof APIError && error.statusCode < 500;

/** Prisma's code for a unique key that is taken. */
export const isEmailTaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'P2002';

/**
 * Where better-auth fails by itself it is the database. It keeps the reason to itself, so the database is queried once more, which
 * gives it. All else stays what it is.
 */
export async function identityFault(error: unknown, askDatabase: () => Promise<unknown>): Promise<unknown> {
  if (!(error instanceof APIError) || error.statusCode < 500) return error;
  const own = await askDatabase().catch((fault: unknown) => fault);
  if (isFault(own, 'records_unavailable')) return own;
  return new Fault('records_unavailable', { reason: 'failed' }, { cause: error });
}
