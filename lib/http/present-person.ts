import type { SignedInPrincipal } from './define-route';

/** A person as browsers may know them: without the session's id. */
export const presentPerson = ({ userId, name, email, role }: SignedInPrincipal) => ({ id: userId, name, email, role });
