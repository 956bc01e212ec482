export const ROLES = ['viewer', 'operator', 'lead', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a person may do, one word an act. `lead` has more than `operator`, and so on: see `MATRIX`. */
export const VERBS = [
  'cluster:see',
  'audit:see',
  'spec:sensitive',
  'logs:read',
  'service:scale',
  'service:update',
  'service:rollback',
  'node:availability',
  'rollout:decide',
  'node:membership',
  'swarm:administer',
  'service:host-power',
  'people:administer',
] as const;
export type Verb = (typeof VERBS)[number];

/** From which role on a verb is allowed. The one place where this is decided. */
const MATRIX: Record<Verb, Role> = {
  'cluster:see': 'viewer',
  'audit:see': 'viewer',
  'spec:sensitive': 'operator',
  'logs:read': 'operator',
  'service:scale': 'operator',
  'service:update': 'operator',
  'service:rollback': 'operator',
  'node:availability': 'operator',
  'rollout:decide': 'lead',
  'node:membership': 'admin',
  'swarm:administer': 'admin',
  'service:host-power': 'admin',
  'people:administer': 'admin',
};

/** Whose rights: a role's, or a principal's, which a token's verbs narrow. */
export type Rights = Role | { role: Role; verbs?: readonly Verb[] };

export function may(who: Rights, verb: Verb): boolean {
  if (typeof who !== 'string' && who.verbs) return who.verbs.includes(verb);
  const role = typeof who === 'string' ? who : who.role;
  return ROLES.indexOf(role) >= ROLES.indexOf(MATRIX[verb]);
}

/** The least role that may do it, for the sentence that names whom to ask. */
export const leastRoleFor = (verb: Verb): Role => MATRIX[verb];
