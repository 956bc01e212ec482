/** Where a one-time link is opened. The secret is in the fragment, which browsers send to nobody and no log holds. */
export const setUpAddress = (origin: string, secret: string): string => `${origin}/set-up#${secret}`;
