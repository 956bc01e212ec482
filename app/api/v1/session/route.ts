import { readSession, signIn as signInContract, signOut } from '#lib/contract/session';
import { choiceCookies } from '#lib/http/choice-cookies';
import { definePublicRoute } from '#lib/http/define-route';
import { presentPerson } from '#lib/http/present-person';
import { signIn } from '#lib/operations/people/sign-in';

export const GET = definePublicRoute(readSession, async ({ ports, principal }) => ({
  principal: principal && presentPerson(principal),
  fresh: principal ? false : await ports.sessions.isFresh(),
}));

export const POST = definePublicRoute(signInContract, async ({ ports, principal, body, request }) => {
  const before = principal?.sessionId;
  const step = await signIn(ports, body.email, body.password, { ...request, before });
  request.setCookies(step.principal ? [...step.cookies, ...choiceCookies(step.choices)] : step.cookies);
  return { principal: step.principal && presentPerson(step.principal) };
});

export const DELETE = definePublicRoute(signOut, async ({ ports, request }) => {
  request.setCookies((await ports.sessions.signOut(request.headers)).cookies);
  request.clearSite();
  return undefined;
});
