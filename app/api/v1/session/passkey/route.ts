import { signInByPasskey as signInByPasskeyContract } from '#lib/contract/session';
import { choiceCookies } from '#lib/http/choice-cookies';
import { definePublicRoute } from '#lib/http/define-route';
import { presentPerson } from '#lib/http/present-person';
import { signInByPasskey } from '#lib/operations/people/sign-in';

export const POST = definePublicRoute(signInByPasskeyContract, async ({ ports, principal, body, request }) => {
  const before = principal?.sessionId;
  const signedIn = await signInByPasskey(ports, body.response, { ...request, before });
  request.setCookies([...signedIn.cookies, ...choiceCookies(signedIn.choices)]);
  return { principal: presentPerson(signedIn.principal) };
});
