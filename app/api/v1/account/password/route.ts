import { changePassword as changePasswordContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { changePassword } from '#lib/operations/account/own-account';

export const PUT = definePersonRoute(changePasswordContract, async ({ ports, principal, body, request }) => {
  const { cookies, endedTokens } = await changePassword(ports, principal, body);
  request.setCookies(cookies);
  return { endedTokens };
});
