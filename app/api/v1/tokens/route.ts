import { listTokens as listTokensContract, makeToken as makeTokenContract } from '#lib/contract/tokens';
import { definePersonRoute } from '#lib/http/define-route';
import { listTokens, makeToken } from '#lib/operations/account/tokens';

export const GET = definePersonRoute(listTokensContract, async ({ ports, principal, query }) => ({
  items: await listTokens(ports, principal, query.of),
}));

export const POST = definePersonRoute(makeTokenContract, ({ ports, principal, body }) =>
  makeToken(ports, principal, body),
);
