import { signInByPasskey as signInByPasskeyContract } from '#lib/contract/session';
import { choiceCookies } from '#lib/http/choice-cookies';
import { definePublicRoute } from '#lib/http/define-route';
import { presentPerson } from '#lib/http/present-person';
import { signInByPasskey } from '#lib/operations/people/sign-in';

export const POST = definePublicRoute(signInByPasskeyContract, async ({ ports, body, request }) => {
  const signedIn = await signInByPasskey(ports, request.headers, body.response, request.client);
  request.setCookies([...signedIn.cookies, ...choiceCookies(signedIn.choices)]);
  return { principal: presentPerson(signedIn.principal) };
});
