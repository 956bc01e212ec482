import { headers } from 'next/headers';
import { cache } from 'react';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { type FaultRecord, faultRecordOf, isFault } from '#lib/domain/fault';
import { container } from '#lib/ports/container';

/**
 * The principal of a page's cookie, or null. Enough for the frame, because all data are fetched with the browser key;
 * looked up once per request for all layouts and pages.
 */
export const currentPrincipal = cache(
  async (): Promise<SessionPrincipal | null> => container().sessions.principalOfCookie(await headers()),
);

/** The fault while sessions cannot be read; null while the records are available. */
export const whyNobodyIsKnown = cache(async (): Promise<FaultRecord | null> => {
  try {
    await currentPrincipal();
    return null;
  } catch (error) {
    // without a session nobody may read the driver's text, which names the database's host and user
    if (isFault(error, 'records_unavailable')) return { ...faultRecordOf(error), engineText: null };
    throw error;
  }
});

/** Whether nobody has an account yet. */
export const isFresh = cache((): Promise<boolean> => container().sessions.isFresh());
