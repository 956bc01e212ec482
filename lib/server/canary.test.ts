import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Contract } from '#lib/contract/contract';
import type { SessionPrincipal, TokenPrincipal } from '#lib/domain/access/principal';
import { redactNews } from '#lib/domain/access/redact';
import { ROLES, type Role, type Verb } from '#lib/domain/access/roles';
import { roleWithin, verbsNow } from '#lib/domain/access/token-scope';
import { Fault } from '#lib/domain/fault';
import { newsOf, type Operation } from '#lib/domain/operation/operation';
import { RETENTION } from '#lib/domain/retention/retention';
import { diffSpecs } from '#lib/domain/spec/diff';
import { type RawSpec, rawSpec } from '#lib/domain/spec/raw-spec';
import type { TaskStory } from '#lib/domain/task/task-story';
import { aServiceId, aTaskId } from '#lib/domain/testing/builders';
import { fromDockerService } from '#lib/engines/docker/inbound/from-docker-service';
import { fromDockerTask } from '#lib/engines/docker/inbound/from-docker-task';
import type { WireService } from '#lib/engines/docker/inbound/wire-shapes';
import { forgetPorts, providePorts } from '#lib/http/testing/ports';
import type { Container } from '#lib/ports/container';

/** Planted wherever a spec may hold a secret; must never be sent to anybody without `spec:sensitive`. */
const CANARY = 'canary-91d7';
const ID = aServiceId('web');
const OPERATION = aServiceId('act');
const ROOT = resolve(import.meta.dirname, '../..');

const specWith = (value: string) => ({
  Name: 'web',
  Labels: {},
  Mode: { Replicated: { Replicas: 2 } },
  TaskTemplate: {
    ContainerSpec: {
      Image: 'app:1',
      Env: [`SECRET=${value}`],
      Args: ['--password', value],
      Command: [`/bin/${value}`],
      Hosts: [`10.0.0.1 ${value}`],
      Healthcheck: { Test: ['CMD', value] },
      Mounts: [
        {
          Type: 'volume',
          Source: 'v',
          Target: '/v',
          VolumeOptions: { DriverConfig: { Name: 'nfs', Options: { o: value } } },
        },
        { Type: 'cluster', Source: 'c', Target: '/c', ClusterOptions: { Secret: value } },
      ],
    },
    LogDriver: { Name: 'syslog', Options: { token: value } },
    PluginSpec: { Name: 'p', Env: [{ Name: 'SECRET', Value: value }] },
    Networks: [{ Target: 'n1', Aliases: ['web'], DriverOpts: { token: value } }],
    WhatNoEngineHasYet: value,
  },
});
const spec = rawSpec(JSON.stringify(specWith(CANARY)));
const before = rawSpec(JSON.stringify(specWith(`${CANARY}-before`)));

const operation = {
  id: OPERATION,
  action: 'service.update',
  target: { kind: 'service', id: ID, name: 'web' },
  by: { id: null, name: 'Ada' },
  address: '203.0.113.7',
  state: 'settled',
  outcome: 'converged',
  outcomeText: `something that SwarmKit does not say by itself: ${CANARY}`,
  fault: {
    code: 'engine_refused',
    params: { fields: ['TaskTemplate'], theirs: [CANARY], mine: [CANARY], unheard: CANARY, endpoint: 'm1' },
    engineText: `invalid environment variable: ${CANARY}`,
  },
  changes: [
    { path: 'TaskTemplate.ContainerSpec.Env[SECRET]', before: 'a', after: CANARY, sensitive: true },
    { path: 'TaskTemplate', before: null, after: specWith(CANARY).TaskTemplate },
    { path: 'TaskTemplate.ContainerSpec.WhatNoEngineHasYet', before: CANARY, after: null },
  ],
  command: 'docker service update --env-add SECRET="$SECRET" web',
  request: { method: 'POST', path: '/services/web/update', body: specWith(CANARY) },
  baseVersion: 1,
  openedAt: '2026-01-01T00:00:00.000Z',
  answeredAt: null,
  settledAt: null,
  warnings: [`unable to pin ${CANARY}`],
} as unknown as Operation;

const wire = {
  ID,
  Version: { Index: 7 },
  Spec: specWith(CANARY),
  CreatedAt: '2026-01-01T00:00:00Z',
  UpdatedAt: '2026-01-01T00:00:00Z',
};
const service = fromDockerService(wire as unknown as WireService, new Map());

const failed = `exec: "run -p${CANARY}": executable file not found in $PATH`;
const story: TaskStory = {
  id: aTaskId('t'),
  serviceId: ID,
  serviceName: 'web',
  slot: 1,
  nodeId: null,
  nodeName: null,
  state: 'failed',
  desiredState: 'shutdown',
  message: failed,
  error: failed,
  exitCode: 127,
  image: 'app:1',
  templateDigest: 'd',
  states: [['failed', 0, failed]],
  createdAt: 0,
  stateSince: 0,
  endedAt: 0,
  goneAt: null,
};

let asker: Role;
let token: TokenPrincipal | null;
/** The engine's answer to a write: warnings, or a fault. */
let answerOfEngine: () => Promise<{ warnings: string[] }>;
let knownBase: RawSpec | null;
let written: unknown[];

beforeEach(() => {
  token = null;
  answerOfEngine = async () => ({ warnings: [`about ${CANARY}`] });
  knownBase = spec;
  written = [];
  const revision = (number: number) => ({
    number,
    firstVersion: number,
    image: 'app:1',
    seenAt: '',
    by: 'Ada',
    operationId: null,
    note: null,
    spec: number === 2 ? spec : before,
  });
  const revisions = [revision(2), revision(1)];
  providePorts({
    sessions: {
      principalOf: async () =>
        ({
          kind: 'session',
          userId: 'u',
          sessionId: 's',
          name: 'A',
          email: 'a@b.cd',
          role: asker,
          provedAt: 0,
        }) as unknown as SessionPrincipal,
      principalBySession: async () => ({ kind: 'session', role: asker }) as unknown as SessionPrincipal,
      onSessionEnd: () => () => undefined,
      isFresh: async () => false,
    },
    tokens: { principalOf: async () => token, list: async () => [] },
    accounts: {
      people: async () => [],
      links: async () => [],
      sessionsOf: async () => [],
      profile: async () => ({
        id: 'u',
        name: 'A',
        email: 'a@b.cd',
        role: asker,
        disabled: false,
        locale: null,
        theme: null,
        hasTotp: false,
        recoveryCodesLeft: 0,
        failedSignIns: 0,
        passkeys: [],
      }),
    },
    taskHistory: { stories: async () => [story] },
    engine: {
      readService: async () => ({ id: ID, name: 'web', version: 7, spec: before }),
      readNode: async () => ({ id: ID, name: 'w1', version: 7, spec: rawSpec('{"Availability":"active"}') }),
      resolveImage: async () => ({ found: false, trouble: 'unreachable', text: 'connection refused' }),
      networkDriver: async () => 'overlay',
      serviceUpdateRequest: (_: string, version: number, body: string) => ({
        method: 'POST',
        path: `?${version}`,
        body,
      }),
      nodeUpdateRequest: (_: string, version: number, body: string) => ({ method: 'POST', path: `?${version}`, body }),
      send: () => answerOfEngine(),
    },
    feed: { hasten: () => undefined },
    log: { info: () => undefined, error: () => undefined },
    settings: { baseUrl: null, containerId: null },
    stored: { retention: async () => ({ rules: RETENTION, announced: null }) },
    revisions: {
      list: async () => revisions,
      listWithChanges: async () =>
        revisions.map((one) => ({ ...one, changes: diffSpecs(before, spec), restores: null })),
      find: async (_: string, number: number) => revision(number),
      at: async () => knownBase,
      claim: async () => undefined,
      annotate: async () => undefined,
    },
    ledger: {
      operation: async () => operation,
      operations: async () => ({ items: [operation], cursor: null }),
      rows: async () => [],
      openingRows: async () => new Map(),
      head: async () => null,
      open: async () => operation,
      answered: async (_: string, entry: unknown) => void written.push(entry),
    },
    gaps: { within: async () => [] },
    clock: { now: () => 0 },
    picture: {
      cluster: () => ({
        id: null,
        nodes: new Map(),
        services: new Map([[ID, service]]),
        tasks: new Map(),
        tasksOfService: () => [],
        tasksOfNode: () => [],
      }),
    },
  } as unknown as Partial<Container>);
});
afterEach(forgetPorts);

interface Loaded {
  contract: Contract;
  (request: Request, context: object): Promise<Response>;
}
const files = readdirSync(resolve(ROOT, 'app/api'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(^|\/)route\.ts$/.test(file),
);
const all = (
  await Promise.all(
    files.map(async (file) => Object.values((await import(resolve(ROOT, 'app/api', file))) as Record<string, Loaded>)),
  )
)
  .flat()
  .filter(({ contract }) => contract !== undefined);
/** Every reading route: all GETs, and the preview, which has a body. */
const routes = all.filter(({ contract }) => contract.method === 'GET' || contract.id.endsWith('.preview'));

const QUERIES: Record<string, string> = {
  'node.availability.preview': '?availability=drain',
  'service.revisions.compare': '?from=1&to=2',
  'service.scale.preview': '?replicas=3',
  'service.rollback.preview': '?revision=2',
};

async function answerOf(
  route: Loaded,
  body: object = { change: { force: true } },
): Promise<{ status: number; text: string }> {
  const { contract } = route;
  const params = {
    serviceId: ID,
    operationId: OPERATION,
    taskId: aTaskId('t'),
    nodeId: ID,
    number: '2',
    revision: '2',
    personId: 'u',
  };
  const named = Object.fromEntries(Object.entries(params).filter(([name]) => contract.path.includes(`{${name}}`)));
  const request = new Request(`http://console.test${contract.path}${QUERIES[contract.id] ?? ''}`, {
    method: contract.method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: 'Bearer swd_x' }) },
    ...(contract.method !== 'GET' && { body: JSON.stringify(body) }),
  });
  const answer = await route(request, { params: Promise.resolve(named) });
  return { status: answer.status, text: await answer.text() };
}

/** Routes whose data are known to hold the canary: if they were refused, this test would prove nothing. */
const PLANTED = ['audit.export', 'audit.list', 'audit.read', 'service.revisions', 'service.rollback.preview'];

/** Answered, or refused for the role: an invalid or broken request would prove nothing. */
const isInEarnest = ({ status, text }: { status: number; text: string }) =>
  status < 300 || (status === 403 && /"code":"(not_allowed|token_scope)"/.test(text));

const asToken = (verbs: Verb[]): TokenPrincipal =>
  ({
    kind: 'token',
    userId: 'u',
    tokenId: 't',
    token: 'ci',
    name: 'A',
    email: 'a@b.cd',
    role: roleWithin(verbs, 'admin'),
    verbs,
    scope: { kind: 'all' },
  }) as unknown as TokenPrincipal;

test.each(routes.map((route) => [route.contract.id, route] as const))(
  '%s tells no viewer, and no token without spec:sensitive, what a spec hides',
  async (id, route) => {
    asker = 'viewer';
    const asViewer = await answerOf(route);
    expect(asViewer.text).not.toContain(CANARY);
    expect(isInEarnest(asViewer), asViewer.text).toBe(true);
    if (PLANTED.includes(id)) expect([id, asViewer.status, asViewer.text]).toEqual([id, 200, expect.anything()]);
    token = asToken(
      verbsNow(
        ['cluster:see', 'audit:see', 'service:scale', 'service:update', 'service:rollback', 'service:host-power'],
        'admin',
      ),
    );
    const answer = await answerOf(route);
    expect(answer.text, 'an admin’s token without spec:sensitive').not.toContain(CANARY);
    expect(isInEarnest(answer), answer.text).toBe(true);
  },
);

/** Operations on the swarm, each with a body that reaches the engine. */
const ACTS: Record<string, object> = {
  'service.rollback': { revision: 2, version: 7 },
  'service.update': { change: { force: true }, version: 7 },
  'service.scale': { replicas: 5, version: 7 },
  'node.availability': { availability: 'drain', seen: 'active', version: 7 },
};
const WITHOUT_SENSITIVE: Verb[] = [
  ...(['cluster:see', 'audit:see', 'service:scale', 'service:update', 'service:rollback'] as const),
  ...(['node:availability', 'service:host-power'] as const),
];
const routeOf = (id: string) => all.find(({ contract }) => contract.id === id) as Loaded;

describe.each(Object.entries(ACTS))('%s by a token without spec:sensitive', (id, body) => {
  beforeEach(() => {
    token = asToken(WITHOUT_SENSITIVE);
  });

  test('tells nothing when it is taken, warnings included', async () => {
    const { status, text } = await answerOf(routeOf(id), body);
    expect([status, text.includes(CANARY)]).toEqual([202, false]);
  });

  test.each(['engine_refused', 'engine_failed', 'invalid_input'] as const)(
    'tells nothing when it is %s',
    async (code) => {
      answerOfEngine = () => Promise.reject(new Fault(code, {}, { engineText: `bad: ${CANARY}` }));
      const { status, text } = await answerOf(routeOf(id), body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).toContain('operationId');
      expect(text).not.toContain(CANARY);
    },
  );

  test('tells nothing in a conflict, found before it is sent or after', async () => {
    knownBase = null;
    if (id === 'service.rollback') {
      const { status, text } = await answerOf(routeOf(id), { ...body, version: 0 });
      expect([status, text.includes('Env[SECRET]'), text.includes(CANARY)]).toEqual([409, true, false]);
    }
    answerOfEngine = () => Promise.reject(new Fault('stale_version'));
    expect((await answerOf(routeOf(id), body)).text).not.toContain(CANARY);
    expect(JSON.stringify(written)).not.toContain(CANARY);
  });
});

test('who may see it does, so the canary is where it is looked for', async () => {
  for (const role of ROLES.slice(1)) {
    asker = role;
    for (const id of ['audit.read', 'service.revisions', 'service.rollback.preview']) {
      const route = routes.find(({ contract }) => contract.id === id) as Loaded;
      expect((await answerOf(route)).text, `${id} as ${role}`).toContain(CANARY);
    }
  }
});

test('nothing that is told to every open screen holds it: the service, its tasks, the news of acts', () => {
  expect(JSON.stringify(service)).not.toContain(CANARY);
  const news = JSON.stringify(redactNews(newsOf(operation), 'viewer'));
  expect(news).toContain('engine_refused');
  expect(news).not.toContain(CANARY);
  expect(news).not.toContain('203.0.113.7');
  const task = { ID: 't', Status: { State: 'failed', Err: `exec: "run -p${CANARY}": executable file not found` } };
  expect(JSON.stringify(fromDockerTask(task, undefined))).not.toContain(CANARY);
});
