import { endPasskey as endPasskeyContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { endPasskey } from '#lib/operations/account/passkeys';

export const DELETE = definePersonRoute(endPasskeyContract, ({ ports, principal, params }) =>
  endPasskey(ports, principal, params.passkeyId),
);
