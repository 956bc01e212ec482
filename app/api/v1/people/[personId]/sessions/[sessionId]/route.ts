import { endPersonSession as endPersonSessionContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { endSession } from '#lib/operations/people/sessions';

export const DELETE = definePersonRoute(endPersonSessionContract, ({ ports, principal, params }) =>
  endSession(ports, principal, params.personId, params.sessionId),
);
