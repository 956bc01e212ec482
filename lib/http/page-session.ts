import { headers } from 'next/headers';
import { cache } from 'react';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { type FaultRecord, faultRecordOf, isFault } from '#lib/domain/fault';
import { container } from '#lib/ports/container';

/** Whose cookie asks for this page, or null: enough for its frame, since all that it shows is read with the browser's key; looked up once a request, however many layouts and pages ask. */
export const currentPrincipal = cache(
  async (): Promise<SessionPrincipal | null> => container().sessions.principalOfCookie(await headers()),
);

/** Why nobody can be known now: the records are away. null while they are there, whoever asks. */
export const whyNobodyIsKnown = cache(async (): Promise<FaultRecord | null> => {
  try {
    await currentPrincipal();
    return null;
  } catch (error) {
    // nobody is known, so nobody is told the driver's words: they name the database's host and user
    if (isFault(error, 'records_unavailable')) return { ...faultRecordOf(error), engineText: null };
    throw error;
  }
});

/** Whether nobody has an account yet. */
export const isFresh = cache((): Promise<boolean> => container().sessions.isFresh());
