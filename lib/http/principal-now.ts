import type { RequestPrincipal } from '#lib/domain/access/principal';
import type { Container } from '#lib/ports/container';
import { bearerOf } from './token-reach';

/**
 * The principal with its present rights; null where the session or token has ended. For streams, which outlive the
 * check of their request.
 */
export const principalNow = (
  ports: Pick<Container, 'sessions' | 'tokens'>,
  principal: RequestPrincipal,
  headers: Headers,
): Promise<RequestPrincipal | null> =>
  principal.kind === 'session'
    ? ports.sessions.principalBySession(principal.sessionId)
    : ports.tokens.principalOf(bearerOf(headers) ?? '', principal.address ?? '');
