import type { IdentityKit } from './identity-kit';

/** For the owner to see. Nobody waits for it, or an answer would take longer where there is an account. */
export const countFailure = ({ people, log }: Pick<IdentityKit, 'people' | 'log'>, email: string): void =>
  void people
    .signInFailed(email)
    .catch((err: unknown) => log.warn({ err }, 'a failed sign-in could not be counted for its account'));
