import { changePassword as changePasswordContract } from '#lib/contract/account/change-password';
import { definePersonRoute } from '#lib/http/define-route';
import { changePassword } from '#lib/operations/account/own-account';

export const PUT = definePersonRoute(changePasswordContract, ({ ports, principal, body }) =>
  changePassword(ports, principal, body.old, body.password),
);
