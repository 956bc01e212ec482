import { makeRecoveryCodes as makeRecoveryCodesContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { makeRecoveryCodes } from '#lib/operations/account/second-factor';

export const POST = definePersonRoute(makeRecoveryCodesContract, ({ ports, principal }) =>
  makeRecoveryCodes(ports, principal),
);
