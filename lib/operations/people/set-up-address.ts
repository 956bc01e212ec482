/**
 * The address of a one-time link. The secret is in the fragment, which browsers send to no server, so no log holds it.
 */
export const setUpAddress = (origin: string, secret: string): string => `${origin}/set-up#${secret}`;
