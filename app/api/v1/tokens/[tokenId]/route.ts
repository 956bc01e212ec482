import { endToken as endTokenContract } from '#lib/contract/tokens';
import type { TokenId } from '#lib/domain/ids';
import { definePersonRoute } from '#lib/http/define-route';
import { endToken } from '#lib/operations/account/tokens';

export const DELETE = definePersonRoute(endTokenContract, ({ ports, principal, params }) =>
  endToken(ports, principal, params.tokenId as TokenId),
);
