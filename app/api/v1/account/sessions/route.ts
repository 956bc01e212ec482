import {
  endOtherSessions as endOtherSessionsContract,
  listOwnSessions as listOwnSessionsContract,
} from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { endSessions, listSessions } from '#lib/operations/people/sessions';

export const GET = definePersonRoute(listOwnSessionsContract, async ({ ports, principal }) => ({
  items: await listSessions(ports, principal, principal.userId),
}));

export const DELETE = definePersonRoute(endOtherSessionsContract, ({ ports, principal }) =>
  endSessions(ports, principal, principal.userId),
);
