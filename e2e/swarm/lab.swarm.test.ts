import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { behaviour } from './behaviour';
import { askEngine } from './engine';
import { Lab } from './lab';
import { placeOf } from './place';
import { remainsOf } from './remains';
import type { SwarmNode } from './roll-call';

const name = 'labtest';
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name, managers: 3, workers: 1, tls: true, extraTags: ['4'] });
});

afterEach(() => lab.reset());

afterAll(() => lab.down());

const nodeFrom = async (question: string, about: string) => {
  const nodes = await askEngine<SwarmNode[]>(lab.node(question).socket, '/nodes');
  return nodes.find(({ Description }) => Description.Hostname === about);
};

const stateOf = async (about: string) => (await nodeFrom((await lab.leader()).name, about))?.Status.State;

const seen = (about: string, state: string) =>
  lab.waitFor(`${about} to be ${state}`, async () => (await stateOf(about)) === state, { withinMs: 40_000 });

/** The newest ends of a service's tasks, with exit codes. */
const ended = async (service: string) => {
  type Ended = { Status: { State: string; Err?: string; ContainerStatus?: { ExitCode?: number } } };
  const filters = encodeURIComponent(JSON.stringify({ service: [service] }));
  const tasks = await askEngine<Ended[]>((await lab.leader()).socket, `/tasks?filters=${filters}`);
  return tasks.filter(({ Status }) => ['failed', 'complete', 'shutdown'].includes(Status.State));
};

const firstEnd = (service: string) =>
  lab.waitFor(`a task of ${service} to end`, async () => (await ended(service))[0]?.Status, { withinMs: 40_000 });

test('a lab is a swarm of the size that was asked for', async () => {
  expect(lab.nodes().map((node) => node.name)).toEqual(['m1', 'm2', 'm3', 'w1']);
  expect(await stateOf('w1')).toBe('ready');
  expect(existsSync(`${(await lab.leader()).controlSocketDirectory}/control.sock`)).toBe(true);
});

test('a worker that is powered off is seen down, and ready again when it is back', async () => {
  await lab.powerOff('w1');
  await seen('w1', 'down');
  await lab.powerOn('w1');
  await seen('w1', 'ready');
});

test('a worker that is cut off is seen down while its engine still answers at its own socket', async () => {
  await lab.cut('w1');
  await seen('w1', 'down');
  expect(await askEngine(lab.node('w1').socket, '/_ping')).toBe('OK');
  await lab.heal('w1');
  await seen('w1', 'ready');
});

test('another manager leads when the leader is powered off', async () => {
  const before = await lab.leader();
  await lab.powerOff(before.name);
  expect((await lab.leader()).name).not.toBe(before.name);
});

test('an engine that is stopped takes no connections, and one that hangs takes them and says nothing', async () => {
  const ping = (withinMs = 30_000) => askEngine(lab.node('w1').socket, '/_ping', { withinMs });
  await lab.stopDocker('w1');
  await expect(ping()).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  await lab.startDocker('w1');
  expect(await ping()).toBe('OK');
  lab.pauseDocker('w1');
  await expect(ping(1_000)).rejects.toThrow('no answer within 1000 ms');
  lab.resumeDocker('w1');
  expect(await ping()).toBe('OK');
});

test('an image does what it is told', async () => {
  await lab.service({ name: 'obedient', replicas: 4 });
  await lab.service({ name: 'dies', behaviour: behaviour.failsAtOnce(7), options: ['--restart-condition', 'none'] });
  await lab.service({ name: 'fails', behaviour: behaviour.failsAfter(1, 9), options: ['--restart-condition', 'none'] });
  await lab.service({ name: 'job', mode: 'replicated-job', behaviour: behaviour.job(1) });
  await lab.service({ name: 'talks', behaviour: behaviour.logs(20) });
  expect(await lab.untilRunning('obedient', 4)).toHaveLength(4);
  expect(await firstEnd('dies')).toMatchObject({ State: 'failed', ContainerStatus: { ExitCode: 7 } });
  expect(await firstEnd('fails')).toMatchObject({ State: 'failed', ContainerStatus: { ExitCode: 9 } });
  expect(await firstEnd('job')).toMatchObject({ State: 'complete' });
  const logs = async () => lab.docker((await lab.leader()).name, ['service', 'logs', '--raw', 'talks']);
  await lab.waitFor('twenty lines', async () => (await logs()).includes('line 19'));
});

test('a deaf container has to be killed and an obedient one ends by itself', async () => {
  const graceful = ['--stop-grace-period', '1s'];
  await lab.service({ name: 'deaf', behaviour: behaviour.deaf, options: graceful });
  await lab.service({ name: 'obedient', behaviour: behaviour.obedient, options: graceful });
  for (const service of ['deaf', 'obedient']) await lab.untilRunning(service, 1);
  const { name: leader } = await lab.leader();
  const replace = async (service: string) => {
    await lab.docker(leader, ['service', 'update', '--detach', '--quiet', '--force', service]);
    return (await firstEnd(service)).ContainerStatus?.ExitCode ?? 0;
  };
  expect(await replace('deaf')).toBe(137);
  expect(await replace('obedient')).toBe(0);
});

test('a health check is good, bad, or turns bad when it is told', async () => {
  const once = { options: ['--restart-condition', 'none', '--stop-grace-period', '1s'] };
  await lab.service({ name: 'well', health: 'ok' });
  await lab.service({ name: 'unwell', health: 'bad', behaviour: behaviour.deaf, ...once });
  await lab.service({ name: 'turning', health: { badAfterSeconds: 2 }, behaviour: behaviour.deaf, ...once });
  const [task] = await lab.untilRunning('well', 1);
  for (const service of ['unwell', 'turning']) expect((await firstEnd(service)).Err).toContain('unhealthy container');

  const node = task?.node ?? '';
  const container = await lab.docker(node, ['ps', '--quiet', '--filter', 'name=well.']);
  await lab.docker(node, ['exec', container, 'touch', '/tmp/sick']);
  await lab.waitFor('the one that was well to be replaced', async () => {
    const [next] = await lab.running('well');
    return next !== undefined && next.id !== task?.id;
  });
});

test('an update to the broken image pauses, and one to another version goes through', async () => {
  await lab.service({ name: 'web', behaviour: behaviour.http(), options: ['--update-monitor', '1s'] });
  await lab.untilRunning('web', 1);
  const { name: leader } = await lab.leader();
  const update = async (image: string, state: string) => {
    await lab.docker(leader, ['service', 'update', '--detach', '--quiet', '--image', image, 'web']);
    const format = '{{with .UpdateStatus}}{{.State}}{{end}}';
    const now = () => lab.docker(leader, ['service', 'inspect', '--format', format, 'web']);
    await lab.waitFor(`the update to ${image} to be ${state}`, async () => (await now()) === state);
  };
  await update('app:4', 'completed');
  await update('app:broken', 'paused');
});

test('a port that a task publishes on its node can be dialled, and tells who answers', async () => {
  await lab.service({
    name: 'web',
    image: 'app:2',
    behaviour: behaviour.http(),
    options: ['--publish', 'mode=host,target=80,published=8080', '--constraint', 'node.hostname==w1'],
  });
  await lab.untilRunning('web', 1);
  const { port } = await lab.dial('w1', 8080);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toMatch(/^version=2 slot=1 node=w1 /);
});

test('a manager takes TLS clients that the CA has signed, and no others', async () => {
  const { port } = await lab.dial('m2');
  const read = (path: string) => readFileSync(path);
  const { ca, cert, key } = lab.tls;
  const ping = (client: { cert?: Buffer; key?: Buffer }) =>
    new Promise((resolve, reject) => {
      const question = request({ port, host: '127.0.0.1', path: '/_ping', ca: read(ca), ...client }, (answer) => {
        answer.setEncoding('utf8').on('data', resolve).on('error', reject);
      });
      question.on('error', reject).end();
    });
  expect(await ping({ cert: read(cert), key: read(key) })).toBe('OK');
  await expect(ping({})).rejects.toThrow();
});

test('a reset leaves nothing of what a spec has done', async () => {
  const { name: leader } = await lab.leader();
  await lab.docker(leader, ['network', 'create', '--driver', 'overlay', 'inner']);
  await lab.docker(leader, ['secret', 'create', 'password', '-'], 'x');
  await lab.docker(leader, ['swarm', 'update', '--task-history-limit', '1']);
  await lab.docker(leader, ['node', 'update', '--label-add', 'zone=a', '--availability', 'drain', 'w1']);
  await lab.docker(leader, ['node', 'promote', 'w1']);
  await lab.service({
    name: 'web',
    behaviour: behaviour.deaf,
    options: ['--network', 'inner', '--secret', 'password'],
  });
  await lab.untilRunning('web', 1);

  await lab.reset();

  const list = async (...args: string[]) => lab.docker((await lab.leader()).name, args);
  expect(await list('service', 'ls', '--quiet')).toBe('');
  expect(await list('secret', 'ls', '--quiet')).toBe('');
  expect(await list('network', 'ls', '--filter', 'name=inner', '--quiet')).toBe('');
  expect(await list('info', '--format', '{{.Swarm.Cluster.Spec.Orchestration.TaskHistoryRetentionLimit}}')).toBe('5');
  const w1 = await nodeFrom((await lab.leader()).name, 'w1');
  expect(w1?.Spec).toMatchObject({ Role: 'worker', Availability: 'active', Labels: {} });
});

test('a lab that is up is found by its name, and grows', async () => {
  const other = await Lab.up({ name: 'labtest2', managers: 1, workers: 0 });
  try {
    const attached = await Lab.attach('labtest2');
    await attached.grow({ workers: 1 });
    expect(await attached.docker('m1', ['node', 'ls', '--format', '{{.Hostname}}'])).toContain('w1');
  } finally {
    await other.down();
  }
  expect(remainsOf(placeOf('labtest2'))).toEqual([]);
});
