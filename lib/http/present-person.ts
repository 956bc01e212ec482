import type { SessionPrincipal } from '#lib/domain/access/principal';

/** A person for browsers: without the session's id. */
export const presentPerson = ({ userId, name, email, role }: SessionPrincipal) => ({ id: userId, name, email, role });
