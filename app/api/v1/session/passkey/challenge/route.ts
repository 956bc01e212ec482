import { challengePasskey as challengePasskeyContract } from '#lib/contract/session';
import { definePublicRoute } from '#lib/http/define-route';
import { passkeyChallenge } from '#lib/operations/people/sign-in';

export const POST = definePublicRoute(challengePasskeyContract, async ({ ports, request }) => {
  const { options, cookies } = await passkeyChallenge(ports, request);
  request.setCookies(cookies);
  return { options };
});
