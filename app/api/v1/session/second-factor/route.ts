import { passSecondFactor as passSecondFactorContract } from '#lib/contract/session';
import { choiceCookies } from '#lib/http/choice-cookies';
import { definePublicRoute } from '#lib/http/define-route';
import { presentPerson } from '#lib/http/present-person';
import { passSecondFactor } from '#lib/operations/people/sign-in';

export const POST = definePublicRoute(passSecondFactorContract, async ({ ports, principal, body, request }) => {
  const before = principal?.sessionId;
  const signedIn = await passSecondFactor(ports, body.code, { ...request, before });
  request.setCookies([...signedIn.cookies, ...choiceCookies(signedIn.choices)]);
  return { principal: presentPerson(signedIn.principal) };
});
