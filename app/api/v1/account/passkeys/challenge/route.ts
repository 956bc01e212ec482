import { startPasskey as startPasskeyContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { startPasskey } from '#lib/operations/account/passkeys';

export const POST = definePersonRoute(startPasskeyContract, async ({ ports, request }) => {
  const { options, cookies } = await startPasskey(ports, request);
  request.setCookies(cookies);
  return { options };
});
