import { headers } from 'next/headers';
import { cache } from 'react';
import { container } from '#lib/ports/container';
import type { SignedInPrincipal } from './define-route';

/** Who asks for this page, or null; looked up once a request, however many layouts and pages ask. */
export const currentPrincipal = cache(
  async (): Promise<SignedInPrincipal | null> => container().sessions.principalOf(await headers()),
);

/** Whether nobody has an account yet. */
export const isFresh = cache((): Promise<boolean> => container().sessions.isFresh());
