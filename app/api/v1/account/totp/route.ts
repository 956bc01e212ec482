import { confirmTotp as confirmTotpContract } from '#lib/contract/account/confirm-totp';
import { endTotp as endTotpContract } from '#lib/contract/account/end-totp';
import { startTotp as startTotpContract } from '#lib/contract/account/start-totp';
import { definePersonRoute } from '#lib/http/define-route';
import { confirmTotp, endTotp, startTotp } from '#lib/operations/account/second-factor';

export const POST = definePersonRoute(startTotpContract, ({ ports, principal, body }) =>
  startTotp(ports, principal, body.password),
);

export const PUT = definePersonRoute(confirmTotpContract, ({ ports, principal, body }) =>
  confirmTotp(ports, principal, body.code),
);

export const DELETE = definePersonRoute(endTotpContract, ({ ports, principal, body }) =>
  endTotp(ports, principal, body.password),
);
