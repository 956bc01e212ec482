import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONTRACTS } from '#lib/contract/all';
import type { Contract, Permission } from '#lib/contract/contract';
import { ROLES, type Role, VERBS, type Verb } from '#lib/domain/access/roles';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { definePublicRoute, defineRoute, type Route, type SignedInPrincipal } from './define-route';
import { forgetPorts, providePorts } from './testing/ports';

/**
 * The matrix of product.md, written out by hand a second time: a slip in domain/access/roles fails here.
 * Who is not named may not.
 */
const MAY: Record<Verb, readonly Role[]> = {
  'cluster:see': ['viewer', 'operator', 'lead', 'admin'],
  'audit:see': ['viewer', 'operator', 'lead', 'admin'],
  'spec:sensitive': ['operator', 'lead', 'admin'],
  'logs:read': ['operator', 'lead', 'admin'],
  'service:scale': ['operator', 'lead', 'admin'],
  'service:update': ['operator', 'lead', 'admin'],
  'service:rollback': ['operator', 'lead', 'admin'],
  'node:availability': ['operator', 'lead', 'admin'],
  'rollout:decide': ['lead', 'admin'],
  'node:membership': ['admin'],
  'swarm:administer': ['admin'],
  'service:host-power': ['admin'],
  'people:administer': ['admin'],
};

/** What each contract asks for, by hand as well: a permission that is loosened has to be loosened twice. */
const PERMISSIONS: Record<string, Permission> = {
  'session.read': 'public',
  'session.sign-in': 'public',
  'session.sign-out': 'public',
  'link.inspect': 'public',
  'link.claim': 'public',
  'people.list': 'people:administer',
  'people.invite': 'people:administer',
  'audit.list': 'audit:see',
  'audit.read': 'audit:see',
  'node.availability': 'node:availability',
  'node.availability.preview': 'cluster:see',
  'service.revisions': 'cluster:see',
  'service.scale': 'service:scale',
  'service.scale.preview': 'cluster:see',
  'service.update': 'service:update',
  'service.update.preview': 'cluster:see',
  'service.rollback': 'service:rollback',
  'service.rollback.preview': 'cluster:see',
};

const principalAs = (role: Role): SignedInPrincipal => ({
  kind: 'session',
  userId: 'u1' as UserId,
  sessionId: 's1' as SessionId,
  name: role,
  email: `${role}@example.org`,
  role,
});

let asker: Role | null = null;
const REACHED = 'reached';

/** The contract's own route with an action that only says that it was reached, past all refusals by permission. */
function probe(contract: Contract): Route {
  const lenient = { ...contract, params: anything, query: anything, body: anything };
  const reached = () => Promise.reject(new Error(REACHED));
  return contract.permission === 'public' ? definePublicRoute(lenient, reached) : defineRoute(lenient, reached);
}
const anything = CONTRACTS[0]?.params.catch({}) as unknown as Contract['params'];

const ask = async (contract: Contract): Promise<'passes' | number> => {
  const request = new Request(`http://console.test${contract.path}`, { method: contract.method });
  const { status } = await probe(contract)(request, { params: Promise.resolve({}) });
  // 500 is what an Error that is no Fault becomes: the action was reached
  return status === 500 ? 'passes' : status;
};

beforeEach(() => {
  const sessions = { principalOf: async () => (asker ? principalAs(asker) : null) };
  providePorts({ sessions } as unknown as Partial<Container>);
});
afterEach(forgetPorts);

const expected = (permission: Permission, role: Role | null): 'passes' | 401 | 403 => {
  if (permission === 'public') return 'passes';
  if (role === null) return 401;
  return permission === 'signed-in' || MAY[permission].includes(role) ? 'passes' : 403;
};

test('every verb is decided for every role', () => expect(Object.keys(MAY).sort()).toEqual([...VERBS].sort()));

test('every contract asks for the permission that was meant', () => {
  expect(Object.fromEntries(CONTRACTS.map(({ id, permission }) => [id, permission]))).toEqual(PERMISSIONS);
});

describe.each(CONTRACTS.map((contract) => [contract.id, contract] as const))('%s', (id, contract) => {
  test.each([null, ...ROLES].map((role) => [role ?? 'nobody', role] as const))('asked as %s', async (_, role) => {
    asker = role;
    expect(await ask(contract)).toBe(expected(PERMISSIONS[id] ?? contract.permission, role));
  });
});
