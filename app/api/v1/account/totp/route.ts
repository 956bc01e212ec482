import {
  confirmTotp as confirmTotpContract,
  endTotp as endTotpContract,
  startTotp as startTotpContract,
} from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { confirmTotp, endTotp, startTotp } from '#lib/operations/account/second-factor';

export const POST = definePersonRoute(startTotpContract, ({ ports, principal }) => startTotp(ports, principal));

export const PUT = definePersonRoute(confirmTotpContract, ({ ports, principal, body }) =>
  confirmTotp(ports, principal, body.code),
);

export const DELETE = definePersonRoute(endTotpContract, ({ ports, principal }) => endTotp(ports, principal));
