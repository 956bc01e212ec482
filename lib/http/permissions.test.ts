import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONTRACTS } from '#lib/contract/all';
import type { Contract, Permission } from '#lib/contract/contract';
import type { SessionPrincipal, TokenPrincipal } from '#lib/domain/access/principal';
import { PROOF_LASTS_MS } from '#lib/domain/access/recent-proof';
import { ROLES, type Role, VERBS, type Verb } from '#lib/domain/access/roles';
import { roleWithin, TOKEN_VERBS, type TokenScope } from '#lib/domain/access/token-scope';
import type { SessionId, TokenId, UserId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { definePublicRoute, defineRoute, type Route } from './define-route';
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

/** The permission of each contract, by hand as well: loosening one takes two changes. */
const PERMISSIONS: Record<string, Permission> = {
  'session.read': 'public',
  'session.sign-in': 'public',
  'session.sign-out': 'public',
  'link.inspect': 'public',
  'link.claim': 'public',
  'people.list': 'people:administer',
  'people.invite': 'people:administer',
  'people.role': 'people:administer',
  'people.disable': 'people:administer',
  'people.enable': 'people:administer',
  'people.invitations': 'people:administer',
  'people.revoke-invitation': 'people:administer',
  'people.sessions': 'people:administer',
  'people.end-session': 'people:administer',
  'people.end-sessions': 'people:administer',
  'people.password-link': 'people:administer',
  'people.second-factor-off': 'people:administer',
  'audit.export': 'audit:see',
  'audit.head': 'audit:see',
  'service.revisions.compare': 'cluster:see',
  'service.revision.note': 'service:update',
  'service.history': 'cluster:see',
  'settings.retention.read': 'audit:see',
  'settings.retention.change': 'swarm:administer',
  'account.read': 'signed-in',
  'account.change': 'signed-in',
  'account.password': 'signed-in',
  'account.sessions': 'signed-in',
  'account.end-session': 'signed-in',
  'account.end-other-sessions': 'signed-in',
  'account.totp-start': 'signed-in',
  'account.second-factor-on': 'signed-in',
  'account.second-factor-off': 'signed-in',
  'account.recovery-codes': 'signed-in',
  'account.passkey-start': 'signed-in',
  'account.passkey-add': 'signed-in',
  'account.passkey-end': 'signed-in',
  'session.proof': 'signed-in',
  'session.second-factor': 'public',
  'session.passkey-challenge': 'public',
  'session.passkey': 'public',
  'tokens.list': 'signed-in',
  'token.make': 'signed-in',
  'token.end': 'signed-in',
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
  'service.logs': 'logs:read',
  'task.logs': 'logs:read',
};

/** Actions that open or raise access, and so require a recent proof; by hand as well. */
const RECENT = [
  'account.passkey-add',
  'account.passkey-end',
  'account.passkey-start',
  'account.recovery-codes',
  'account.second-factor-off',
  'account.second-factor-on',
  'account.totp-start',
  'people.enable',
  'people.invite',
  'people.password-link',
  'people.role',
  'people.second-factor-off',
  'token.make',
];

/** Everything open to a person who still has to set up the second factor that their role requires. */
const WITHOUT_SECOND_FACTOR = ['account.read', 'account.second-factor-on', 'account.totp-start', 'session.proof'];

const principalAs = (role: Role): SessionPrincipal => ({
  kind: 'session',
  userId: 'u1' as UserId,
  sessionId: 's1' as SessionId,
  name: role,
  email: `${role}@example.org`,
  role,
  provedAt,
  ...(lacksSecondFactor && { lacksSecondFactor }),
});

/** An admin's token with these verbs, for the whole swarm or for one service. */
const tokenWith = (verbs: readonly Verb[], scope: TokenScope = { kind: 'all' }): TokenPrincipal => ({
  kind: 'token',
  userId: 'u1' as UserId,
  tokenId: 't1' as TokenId,
  token: 'ci',
  name: 'Ada',
  email: 'ada@example.org',
  role: roleWithin(verbs, 'admin'),
  verbs,
  scope,
});

let asker: Role | null = null;
let provedAt = Date.now();
let lacksSecondFactor = false;
let token: TokenPrincipal | null = null;
const REACHED = 'reached';
const WEB = 'web000000000000000000000w';
const OTHER = 'other0000000000000000000o';

/** The contract's own route with an action that only shows that it was reached, past all refusals by permission. */
function probe(contract: Contract): Route {
  const lenient = { ...contract, params: anything, query: anything, body: anything };
  const reached = () => Promise.reject(new Error(REACHED));
  return contract.permission === 'public' ? definePublicRoute(lenient, reached) : defineRoute(lenient, reached);
}
const anything = z.looseObject({}) as unknown as Contract['params'];

const ask = async (contract: Contract, named: Record<string, string> = {}): Promise<'passes' | number> => {
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: 'Bearer swd_secret', origin: 'https://elsewhere.example' }),
  };
  const request = new Request(`http://console.test${contract.path}`, { method: contract.method, headers });
  const { status } = await probe(contract)(request, { params: Promise.resolve(named) });
  // 500 is what an Error that is no Fault becomes: the action was reached
  return status === 500 ? 'passes' : status;
};

beforeEach(() => {
  const sessions = { principalOf: async () => (asker ? principalAs(asker) : null) };
  const tokens = { principalOf: async () => token };
  token = null;
  provedAt = Date.now();
  lacksSecondFactor = false;
  const services = new Map([
    [WEB, { id: WEB, stack: 'shop' }],
    [OTHER, { id: OTHER, stack: null }],
  ]);
  const picture = { cluster: () => ({ services, tasks: new Map([['task-of-web', { serviceId: WEB }]]) }) };
  const ledger = {
    operation: async (id: string) => ({ target: { kind: 'service', id: id === 'act-on-web' ? WEB : OTHER } }),
  };
  providePorts({ sessions, tokens, picture, ledger } as unknown as Partial<Container>);
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

test('what opens or raises access wants a recent proof, and nothing else does', async () => {
  asker = 'admin';
  provedAt = Date.now() - PROOF_LASTS_MS - 1000;
  const refused: string[] = [];
  for (const contract of CONTRACTS) if ((await ask(contract)) === 403) refused.push(contract.id);
  expect(refused.sort()).toEqual(RECENT);
});

test('who lacks the second factor that their role demands may set it up, and nothing else', async () => {
  asker = 'admin';
  lacksSecondFactor = true;
  const open: string[] = [];
  for (const contract of CONTRACTS)
    if (contract.permission !== 'public' && (await ask(contract)) === 'passes') open.push(contract.id);
  expect(open.sort()).toEqual(WITHOUT_SECOND_FACTOR);
});

describe.each(CONTRACTS.map((contract) => [contract.id, contract] as const))('%s', (id, contract) => {
  test.each([null, ...ROLES].map((role) => [role ?? 'nobody', role] as const))('asked as %s', async (_, role) => {
    asker = role;
    expect(await ask(contract)).toBe(expected(PERMISSIONS[id] ?? contract.permission, role));
  });
});

const isForPeople = (permission: Permission) => permission === 'signed-in' || permission === 'people:administer';

describe.each(CONTRACTS.map((contract) => [contract.id, contract] as const))('%s by a token', (id, contract) => {
  const permission = PERMISSIONS[id] ?? contract.permission;

  test('that may do nothing else opens what needs its verb', async () => {
    if (permission === 'public' || isForPeople(permission)) return;
    token = tokenWith([permission as Verb]);
    expect(await ask(contract)).toBe('passes');
  });

  test('that may do all but this is refused; what is for people is closed to every token', async () => {
    token = tokenWith(TOKEN_VERBS.filter((verb) => verb !== permission));
    expect(await ask(contract)).toBe(permission === 'public' ? 'passes' : 403);
  });

  test('that was made for some services reaches these and nothing else', async () => {
    if (permission === 'public' || isForPeople(permission)) return;
    for (const scope of [
      { kind: 'some', services: [WEB], stacks: [] },
      { kind: 'some', services: [], stacks: ['shop'] },
    ] as const) {
      token = tokenWith([permission as Verb], { ...scope, services: [...scope.services], stacks: [...scope.stacks] });
      expect(await ask(contract), 'what names no service').toBe(403);
      expect(await ask(contract, { nodeId: 'n1' })).toBe(403);
      expect(await ask(contract, { serviceId: WEB })).toBe('passes');
      expect(await ask(contract, { serviceId: OTHER })).toBe(403);
      expect(await ask(contract, { taskId: 'task-of-web' })).toBe('passes');
      expect(await ask(contract, { taskId: 'of-nobody' })).toBe(403);
      expect(await ask(contract, { operationId: 'act-on-web' })).toBe('passes');
      expect(await ask(contract, { operationId: 'act-on-other' })).toBe(403);
    }
  });
});

test('a token that is not good is told so, and no cookie beside it is looked at', async () => {
  asker = 'admin';
  const route = probe(CONTRACTS.find(({ permission }) => permission === 'cluster:see') as Contract);
  const headers = { authorization: 'Bearer swd_wrong' };
  const answer = await route(new Request('http://console.test/', { headers }), { params: Promise.resolve({}) });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'token_invalid']);
});
