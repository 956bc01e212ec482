import { may, ROLES, type Role, VERBS, type Verb } from './roles';

/** What a token may be used on: all of the swarm, or the named services and the services of the named stacks. */
export type TokenScope = { kind: 'all' } | { kind: 'some'; services: string[]; stacks: string[] };

/** People are administered by people. */
export const TOKEN_VERBS = VERBS.filter((verb) => verb !== 'people:administer');

export const TOKEN_NAME_MAX = 60;
export const TOKEN_DAYS_MAX = 365;
export const TOKEN_TARGETS_MAX = 50;

/** What a token may do now: never more than its owner. */
export const verbsNow = (granted: readonly string[], owner: Role): Verb[] =>
  TOKEN_VERBS.filter((verb) => granted.includes(verb) && may(owner, verb));

/** The highest role whose every verb is among these; the lowest where there is none. */
export function roleWithin(verbs: readonly Verb[], owner: Role): Role {
  const within = ROLES.slice(0, ROLES.indexOf(owner) + 1).filter((role) =>
    VERBS.every((verb) => !may(role, verb) || verbs.includes(verb)),
  );
  return within.at(-1) ?? 'viewer';
}

/** By the id, or by the stack that the service belongs to. A name is no key: another service may have it tomorrow. */
export const coversService = (scope: TokenScope, service: { id: string; stack: string | null }): boolean =>
  scope.kind === 'all' ||
  scope.services.includes(service.id) ||
  (service.stack !== null && scope.stacks.includes(service.stack));
