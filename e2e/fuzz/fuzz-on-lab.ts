import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, request } from '@playwright/test';
import { BROWSER_KEY_HEADER } from '../../lib/domain/access/browser-key';
import { ROLES, type Role } from '../../lib/domain/access/roles';
import { TOKEN_VERBS } from '../../lib/domain/access/token-scope';
import { checkLedger } from '../faults/ledger-check';
import { ConsoleProcess } from '../fixtures/console-process';
import { asPage, BROWSER_KEY, claimLink, invite, PASSWORD } from '../fixtures/people';
import { rssMbOf } from '../scale/process-meter';
import type { Lab } from '../swarm/lab';
import { type FuzzReport, fuzz } from './fuzz';

type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>;

export interface LabFuzz extends FuzzReport {
  rssMb: { before: number; after: number };
}

/** Acts on the swarm: each has its rows before anything is sent, and nobody else is at work on this lab. */
const ON_THE_SWARM = /^(service|node)\./;
const MOST_GROWTH_MB = 250;
/**
 * Small, so that what is kept shows: with its usual limit Node leaves rubbish lying until there are gigabytes of it.
 */
const HEAP_MB = 256;
/** Another request of the same person may end the session that is being opened. */
const SIGN_IN_TRIES = 3;

const NAMES: Record<Role, string> = { admin: 'Ada', lead: 'Lea', operator: 'Otto', viewer: 'Vera' };

/**
 * A console of its own on a real swarm, asked by every role, by nobody and by tokens. What every answer has to keep is
 * in `judge`; what all of them together have to is added here: the process lives and did not grow, its log tells of no
 * mistake, the ledger is whole, every act that was taken has its rows, and nothing in the swarm was changed without
 * one.
 */
export async function fuzzOnLab(
  lab: Lab,
  { seed, count, progress }: { seed: number; count: number; progress?: (done: number, rssMb: number) => void },
): Promise<LabFuzz> {
  const serviceId = [
    await lab.service({ name: 'fuzzed', replicas: 1 }),
    await lab.service({ name: 'other', mode: 'global' }),
  ];
  await lab.untilRunning('fuzzed', 1);
  const console = await ConsoleProcess.start(
    lab.managers().map(({ socket }) => `unix://${socket}`),
    { TRUSTED_PROXIES: 'loopback', NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
  );
  const { url, dataDir } = console;
  try {
    const admin = await claimLink(url, console.setUpLink, NAMES.admin);
    const states = new Map<string, StorageState>([['admin', admin]]);
    for (const role of ROLES) if (role !== 'admin') states.set(role, await invite(url, admin, role, NAMES[role]));
    await invite(url, admin, 'viewer', 'Victor');
    const api = await request.newContext({ baseURL: url, storageState: admin, extraHTTPHeaders: asPage(url) });
    const identities = new Map<string, Record<string, string>>([['nobody', {}]]);
    for (const [role, state] of states)
      identities.set(role, { cookie: cookieOf(state), [BROWSER_KEY_HEADER]: BROWSER_KEY });
    const tokens = [
      await makeToken(api, { kind: 'all' }),
      await makeToken(api, { kind: 'some', services: serviceId.slice(1), stacks: [] }),
    ];
    for (const [index, secret] of tokens.entries())
      identities.set(`token ${index + 1}`, { authorization: `Bearer ${secret}` });

    const people = (await (await api.get('/api/v1/people')).json()) as { items: { id: string; name: string }[] };
    const leader = await lab.leader();
    const ids = async (...args: string[]) => (await lab.docker(leader.name, args)).split(/\s+/).filter(Boolean);
    const real = {
      serviceId,
      nodeId: await ids('node', 'ls', '--quiet'),
      taskId: await ids('service', 'ps', '--quiet', '--no-trunc', 'fuzzed'),
      operationId: ((await (await api.get('/api/v1/audit')).json()) as { items: { id: string }[] }).items.map(
        ({ id }) => id,
      ),
      personId: people.items.find(({ name }) => name === 'Victor')?.id ?? '',
    };
    const again = async (name: string) => ({
      cookie: await signIn(url, name as Role),
      [BROWSER_KEY_HEADER]: BROWSER_KEY,
    });
    const before = rssMbOf(console.pid);
    const secrets = [
      PASSWORD,
      ...tokens,
      readFileSync(join(dataDir, 'auth-secret'), 'utf8').trim(),
      ...[...states.values()].flatMap(({ cookies }) => cookies.map(({ value }) => value)),
    ].filter((secret) => secret.length > 12);
    const report = await fuzz({
      url,
      seed,
      count,
      identities,
      again,
      real,
      secrets,
      progress: (done) => progress?.(done, rssMbOf(console.pid)),
    });
    const rssMb = { before: Math.round(before), after: Math.round(rssMbOf(console.pid)) };
    const wrong = [...report.wrong];

    const alive = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!alive) wrong.push('the console does not answer any more');
    if (rssMb.after - rssMb.before > MOST_GROWTH_MB) wrong.push(`it grew from ${rssMb.before} to ${rssMb.after} MB`);
    const mistakes = console.lines.filter((line) => line.includes('A request failed') || /unhandled/i.test(line));
    wrong.push(...mistakes.slice(0, 5).map((line) => `its log tells of a mistake: ${line.slice(0, 1500)}`));
    const leaked = secrets.find((secret) =>
      console.lines.some((line) => !line.includes('/set-up#') && line.includes(secret)),
    );
    if (leaked) wrong.push(`its log tells a secret: ${leaked.slice(0, 8)}…`);
    const asAdmin = await request.newContext({
      baseURL: url,
      extraHTTPHeaders: { ...asPage(url), cookie: await signIn(url, 'admin') },
    });
    wrong.push(...(await wrongInLedger(asAdmin, report.accepted)));
    await checkLedger({ DATA_DIR: dataDir }).catch((error: Error) => wrong.push(error.message));
    await asAdmin.dispose();
    await api.dispose();
    return { ...report, wrong, rssMb };
  } finally {
    await console.dispose();
  }
}

const cookieOf = ({ cookies }: StorageState): string => cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

async function signIn(url: string, role: Role): Promise<string> {
  const from = `192.0.2.${1 + Math.floor(Math.random() * 250)}`;
  const context = await request.newContext({
    baseURL: url,
    extraHTTPHeaders: { ...asPage(url), 'x-forwarded-for': from },
  });
  const email = `${NAMES[role].toLowerCase()}@example.org`;
  const ask = () => context.post('/api/v1/session', { data: { email, password: PASSWORD } });
  let answer = await ask();
  for (let tried = 1; !answer.ok() && tried < SIGN_IN_TRIES; tried++) answer = await ask();
  if (!answer.ok()) throw new Error(`${role} cannot sign in again: ${answer.status()} ${await answer.text()}`);
  const cookie = cookieOf(await context.storageState());
  await context.dispose();
  return cookie;
}

async function makeToken(api: APIRequestContext, scope: object): Promise<string> {
  const answer = await api.post('/api/v1/tokens', { data: { name: 'fuzz', verbs: TOKEN_VERBS, scope, days: 1 } });
  if (!answer.ok()) throw new Error(`no token: ${answer.status()} ${await answer.text()}`);
  return ((await answer.json()) as { secret: string }).secret;
}

interface ActRow {
  id: string;
  action: string;
  state: string;
}

/**
 * Every act that was taken is there with its first row; as many were taken as there are; nothing was changed by other
 * ways.
 */
async function wrongInLedger(
  api: APIRequestContext,
  accepted: readonly { id: string; contract: string }[],
): Promise<string[]> {
  const wrong: string[] = [];
  const acts: ActRow[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await api.get(`/api/v1/audit?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const page = (await answer.json()) as { items: ActRow[]; cursor: string | null };
    acts.push(...page.items);
    cursor = page.cursor;
  }
  const known = new Set(acts.map(({ id }) => id));
  for (const { id, contract } of accepted)
    if (!known.has(id)) wrong.push(`${contract} was taken as ${id}, which the ledger lacks`);
  const taken = accepted.filter(({ contract }) => ON_THE_SWARM.test(contract)).length;
  const listed = acts.filter(
    ({ action, state }) => ON_THE_SWARM.test(action) && state !== 'refused' && state !== 'observed',
  );
  if (listed.length !== taken)
    wrong.push(`${taken} acts on the swarm were taken, and the ledger lists ${listed.length}`);
  const foreign = acts.filter(({ action, state }) => state === 'observed' && ON_THE_SWARM.test(action));
  if (foreign.length > 0) wrong.push(`the swarm was changed without an act: ${JSON.stringify(foreign[0])}`);
  const sample = accepted.filter((_, index) => index % Math.ceil(accepted.length / 20) === 0);
  for (const { id } of sample) {
    const { rows } = (await (await api.get(`/api/v1/audit/${id}`)).json()) as { rows: { kind: string }[] };
    if (rows[0]?.kind !== 'opened') wrong.push(`${id} has no row from before it was sent`);
  }
  return wrong;
}
