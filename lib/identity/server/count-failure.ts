import type { IdentityKit } from './identity-kit';

/** Shown to the account's owner. Not awaited, because a slower response would reveal that the account exists. */
export const countFailure = ({ people, log }: Pick<IdentityKit, 'people' | 'log'>, email: string): void =>
  void people
    .signInFailed(email)
    .catch((err: unknown) => log.warn({ err }, 'a failed sign-in could not be counted for its account'));
