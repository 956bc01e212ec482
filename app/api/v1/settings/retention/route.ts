import * as contract from '#lib/contract/settings';
import { defineRoute } from '#lib/http/define-route';
import { changeRetention, readRetention } from '#lib/operations/settings/retention';

export const GET = defineRoute(contract.readRetention, ({ ports }) => readRetention(ports));

export const PUT = defineRoute(contract.changeRetention, ({ ports, principal, body }) =>
  changeRetention(ports, principal, body),
);
