import {
  endPersonSessions as endPersonSessionsContract,
  listPersonSessions as listPersonSessionsContract,
} from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { endSessions, listSessions } from '#lib/operations/people/sessions';

export const GET = definePersonRoute(listPersonSessionsContract, async ({ ports, principal, params }) => ({
  items: await listSessions(ports, principal, params.personId),
}));

export const DELETE = definePersonRoute(endPersonSessionsContract, ({ ports, principal, params }) =>
  endSessions(ports, principal, params.personId),
);
