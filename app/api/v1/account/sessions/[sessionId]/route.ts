import { endOwnSession as endOwnSessionContract } from '#lib/contract/account';
import { definePersonRoute } from '#lib/http/define-route';
import { endSession } from '#lib/operations/people/sessions';

export const DELETE = definePersonRoute(endOwnSessionContract, ({ ports, principal, params }) =>
  endSession(ports, principal, principal.userId, params.sessionId),
);
