import * as contract from '#lib/contract/links';
import { definePublicRoute } from '#lib/http/define-route';
import { presentPerson } from '#lib/http/present-person';
import { claimLink } from '#lib/operations/people/claim-link';

export const POST = definePublicRoute(contract.claimLink, async ({ ports, body, request }) => {
  const { principal, cookies } = await claimLink(ports, body.secret, body, request.client);
  request.setCookies(cookies);
  return { principal: presentPerson(principal) };
});
