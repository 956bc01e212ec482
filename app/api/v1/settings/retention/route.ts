import * as contract from '#lib/contract/settings';
import { defineRoute } from '#lib/http/define-route';
import { changeRetention } from '#lib/operations/settings/retention';

export const GET = defineRoute(contract.readRetention, ({ ports }) => ports.stored.retention());

export const PUT = defineRoute(contract.changeRetention, ({ ports, principal, body }) =>
  changeRetention(ports, principal, body),
);
