import { changeAccount as changeAccountContract, readAccount as readAccountContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { changeAccount, readAccount } from '#lib/operations/account/own-account';

export const GET = definePersonRoute(readAccountContract, ({ ports, principal, request }) =>
  readAccount(ports, principal, request.origin),
);

export const PUT = definePersonRoute(changeAccountContract, ({ ports, principal, body }) =>
  changeAccount(ports, principal, body),
);
