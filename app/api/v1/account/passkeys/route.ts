import { addPasskey as addPasskeyContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { addPasskey } from '#lib/operations/account/passkeys';

export const POST = definePersonRoute(addPasskeyContract, ({ ports, principal, body, request }) =>
  addPasskey(ports, principal, body.name, body.response, request.headers),
);
