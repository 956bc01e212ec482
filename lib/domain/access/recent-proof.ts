/** How long a proof is valid: signing in, the password, or a code of the app. */
export const PROOF_LASTS_MS = 10 * 60_000;

/** `provedAt` and `now` in epoch ms. A clock that was set back makes no proof last longer. */
export const isProved = (provedAt: number | undefined, now: number): boolean =>
  provedAt !== undefined && now - provedAt < PROOF_LASTS_MS && provedAt <= now + PROOF_LASTS_MS;
