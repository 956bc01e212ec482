import { proveSession } from '#lib/contract/session';
import { definePersonRoute } from '#lib/http/define-route';

export const POST = definePersonRoute(proveSession, async ({ ports, principal, body }) => {
  await ports.accounts.prove(principal, body);
  return undefined;
});
