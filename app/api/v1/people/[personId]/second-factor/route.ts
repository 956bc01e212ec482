import { clearSecondFactor as clearSecondFactorContract } from '#lib/contract/people';
import { definePersonRoute } from '#lib/http/define-route';
import { clearSecondFactor } from '#lib/operations/people/clear-second-factor';

export const DELETE = definePersonRoute(clearSecondFactorContract, ({ ports, principal, params }) =>
  clearSecondFactor(ports, principal, params.personId),
);
