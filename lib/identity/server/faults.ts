import { APIError } from 'better-auth/api';
import { Fault } from '#lib/domain/fault';

/** better-auth says no: the e-mail or the password is not right, or the account may have no session. */
export const isRefusal = (error: unknown): boolean => error instanceof APIError && error.statusCode < 500;

/** Prisma's code for a unique key that is taken. */
export const isEmailTaken = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'P2002';

/** Where better-auth fails by itself it is the database; it has logged what exactly. All else stays what it is. */
export const identityFault = (error: unknown): unknown =>
  error instanceof APIError && error.statusCode >= 500
    ? new Fault('records_unavailable', { reason: 'failed' }, { cause: error })
    : error;
