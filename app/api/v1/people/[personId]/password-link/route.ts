import { makePasswordLink as makePasswordLinkContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { makePasswordLink } from '#lib/operations/people/make-password-link';

export const POST = definePersonRoute(makePasswordLinkContract, ({ ports, principal, params, request }) =>
  makePasswordLink(ports, principal, params.personId, request.origin),
);
