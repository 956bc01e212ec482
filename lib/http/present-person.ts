import type { SessionPrincipal } from '#lib/domain/access/principal';

/** A person as browsers may know them: without the session's id. */
export const presentPerson = ({ userId, name, email, role }: SessionPrincipal) => ({ id: userId, name, email, role });
