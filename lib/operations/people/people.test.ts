import { beforeEach, describe, expect, test } from 'vitest';
import { Fault, type FaultCode } from '#lib/domain/fault';
import type { OperationId, SessionId, UserId } from '#lib/domain/ids';
import { codeOf } from '#lib/domain/testing/code-of';
import type { ApiTokens } from '#lib/ports/api-tokens';
import type { Ledger, OpenedEntry } from '#lib/ports/ledger';
import type { LinkPurpose, Sessions, SignedIn } from '#lib/ports/sessions';
import { claimLink } from './claim-link';
import { invitePerson } from './invite-person';
import { signIn } from './sign-in';

/** What happened, in order: the rows of the ledger and the calls of the sessions. */
let happened: string[];
let opened: OpenedEntry[];
let ledgerIsAway: boolean;
let refusal: FaultCode | null;

const client = { address: '203.0.113.1', userAgent: 'vitest' };
const request = { client, headers: new Headers() };
const signedIn: SignedIn = {
  cookies: ['a=b'],
  choices: { locale: null, theme: null },
  principal: {
    kind: 'session',
    userId: 'u1' as UserId,
    sessionId: 's1' as SessionId,
    name: 'Ada',
    email: 'ada@example.org',
    role: 'admin',
  },
};

const ledger = {
  open: async (entry: OpenedEntry) => {
    if (ledgerIsAway) throw new Fault('records_unavailable', { reason: 'full' });
    happened.push(`opened ${entry.action}`);
    opened.push(entry);
    return { id: 'o1' as OperationId };
  },
  answered: async (_: OperationId, { state, fault }: { state: string; fault?: { code: string } }) =>
    void happened.push(`answered ${state}${fault ? ` ${fault.code}` : ''}`),
  settled: async (_: OperationId, outcome: string) => void happened.push(`settled ${outcome}`),
} as unknown as Ledger;

const act = async <T>(what: string, result: T): Promise<T> => {
  happened.push(what);
  if (refusal) throw new Fault(refusal);
  return result;
};
const sessions = {
  signIn: () => act('signed in', signedIn),
  end: (id: SessionId) => act(`ended ${id}`, undefined),
  inspectLink: async () => ({ kind: 'invitation', role: 'lead', email: null, name: null }),
  claimLink: () => act('claimed', signedIn),
  makeLink: (purpose: LinkPurpose) => act(`made ${purpose.kind}`, 'the-secret'),
} as unknown as Sessions;
const tokens = { endAllOf: async () => Number(happened.push('ended tokens')) } as unknown as ApiTokens;
const ports = { ledger, sessions, tokens, clock: { now: () => 0 } };

beforeEach(() => {
  happened = [];
  opened = [];
  ledgerIsAway = false;
  refusal = null;
});

describe('signing in', () => {
  test('is written down with the address it came from', async () => {
    expect(await signIn(ports, 'ada@example.org', 'p', request)).toBe(signedIn);
    expect(happened).toEqual(['signed in', 'opened session.sign-in', 'answered accepted', 'settled done']);
    expect(opened[0]?.by.address).toBe('203.0.113.1');
  });

  test('ends the session that the browser had before, once the new one is sure', async () => {
    await signIn(ports, 'ada@example.org', 'p', { ...request, before: 's0' as SessionId });
    expect(happened.at(-1)).toBe('ended s0');
    refusal = 'wrong_credentials';
    happened = [];
    await codeOf(signIn(ports, 'ada@example.org', 'p', { ...request, before: 's0' as SessionId }));
    expect(happened).toEqual(['signed in']);
  });

  test('that fails leaves no row: guesses must not fill the ledger', async () => {
    refusal = 'wrong_credentials';
    expect(await codeOf(signIn(ports, 'ada@example.org', 'p', request))).toBe('wrong_credentials');
    expect(opened).toEqual([]);
  });

  test('without a row the session is ended and no cookie is handed out', async () => {
    ledgerIsAway = true;
    expect(await codeOf(signIn(ports, 'ada@example.org', 'p', request))).toBe('records_unavailable');
    expect(happened).toEqual(['signed in', 'ended s1']);
  });
});

describe('claiming a link', () => {
  const bea = { name: ' Bea ', email: 'BEA@example.org', password: 'correct-horse-battery' };

  test('is opened before anything is made, without the secret and the password', async () => {
    await claimLink(ports, 'the-secret', bea, client);
    expect(happened).toEqual(['opened setup.claim', 'claimed', 'answered accepted', 'settled done']);
    expect(opened[0]).toMatchObject({ target: { kind: 'user', id: 'bea@example.org', name: 'Bea' } });
    expect(JSON.stringify(opened)).not.toMatch(/the-secret|correct-horse/);
  });

  test('is refused before the ledger when the particulars will not do', async () => {
    expect(await codeOf(claimLink(ports, 's', { ...bea, password: 'short' }, client))).toBe('invalid_input');
    expect(happened).toEqual([]);
  });

  test('that fails is written down as refused', async () => {
    refusal = 'email_in_use';
    expect(await codeOf(claimLink(ports, 's', bea, client))).toBe('email_in_use');
    expect(happened).toEqual(['opened setup.claim', 'claimed', 'answered refused email_in_use']);
  });

  test('makes no account without a row', async () => {
    ledgerIsAway = true;
    expect(await codeOf(claimLink(ports, 's', bea, client))).toBe('records_unavailable');
    expect(happened).toEqual([]);
  });
});

test('an invitation is a link to this console, its secret in no row', async () => {
  const { link, expiresAt } = await invitePerson(
    ports,
    signedIn.principal,
    { role: 'operator', note: 'Nia' },
    'https://swarm.example.org',
  );
  expect(link).toBe('https://swarm.example.org/set-up#the-secret');
  expect(expiresAt).toBe('1970-01-02T00:00:00.000Z');
  expect(happened).toEqual(['opened people.invite', 'made invitation', 'answered accepted', 'settled done']);
  expect(JSON.stringify(opened)).not.toContain('the-secret');
});
