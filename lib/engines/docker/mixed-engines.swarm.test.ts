import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { applyEdits } from '#lib/domain/spec/edit';
import { scaleEdit } from '#lib/domain/spec/service-edits';
import { askEngine } from '../../../e2e/swarm/engine';
import { Lab } from '../../../e2e/swarm/lab';
import { endpointOf } from './endpoint';
import { DockerEngine } from './engine';
import { Managers } from './managers';
import { versionsInMemory } from './spec-api';
import { quietLog } from './testing/quiet-log';

let lab: Lab;

// The newer one leads first, because an older leader leaves out fields that it does not know, whichever manager is
// used.
beforeAll(async () => {
  lab = await Lab.up({ name: 'mixed', managers: 3, workers: 0, otherEngines: { m2: '20.10', m3: '20.10' } });
});
afterAll(() => lab?.down());

/** The stored records: they outlast the console. */
const versions = versionsInMemory();
const aConsole = (...names: string[]) => {
  const endpoints = names.map((name) => endpointOf(`unix://${lab.node(name).socket}`));
  return new DockerEngine(new Managers({ endpoints, log: quietLog, versions }));
};

test('in a swarm that is being upgraded a spec never loses what only the newer engine knows', async () => {
  const body = {
    Name: 'web',
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: { ContainerSpec: { Image: 'app:1', Args: ['run'], OomScoreAdj: -500 } },
  };
  const { socket } = lab.node('m1');
  const { ID } = await askEngine<{ ID: ServiceId }>(socket, '/services/create', { method: 'POST', body });
  const older = await askEngine<object>(lab.node('m2').socket, `/services/${ID}`);
  expect(JSON.stringify(older), 'the older engine leaves the field out').not.toContain('OomScoreAdj');

  const scale = async (engine: DockerEngine, replicas: number) => {
    const { version, spec } = await engine.readService(ID);
    await engine.send(engine.serviceUpdateRequest(ID, version, applyEdits(spec, [scaleEdit('replicated', replicas)])));
  };
  await scale(aConsole('m2', 'm3', 'm1'), 2);
  expect((await askEngine<{ Spec: object }>(socket, `/services/${ID}`)).Spec).toMatchObject({
    Mode: { Replicated: { Replicas: 2 } },
    TaskTemplate: { ContainerSpec: { OomScoreAdj: -500 } },
  });

  // For a console that started later and reaches the older engines only; then the newer one is stopped for all.
  const refused = { code: 'engine_too_old', params: { found: '1.41' } };
  await expect(scale(aConsole('m2', 'm3'), 3)).rejects.toMatchObject(refused);
  await lab.stopDocker('m1');
  await lab.leader();
  await expect(scale(aConsole('m1', 'm2', 'm3'), 3)).rejects.toMatchObject(refused);

  // It is back and follows an older leader, which would drop the field for all.
  await lab.startDocker('m1');
  const all = aConsole('m1', 'm2', 'm3');
  const { name: leader } = await lab.waitFor('m1 to serve again', async () => {
    const fault = await scale(all, 4).catch((error: unknown) => error);
    return (fault as { code?: string }).code === 'leader_too_old' && (await lab.leader());
  });
  expect(leader).not.toBe('m1');
  await expect(scale(all, 4)).rejects.toMatchObject({ params: { name: leader, found: '1.41' } });
  const node = await all.readNode(await nodeId('m2'));
  await expect(all.send(all.nodeUpdateRequest(await nodeId('m2'), node.version, node.spec))).resolves.toBeDefined();

  for (const older of ['m2', 'm3']) await lab.docker('m1', ['node', 'demote', older]);
  await lab.waitFor('m1 to lead again', () => scale(all, 4).then(() => true), { withinMs: 60_000 });
  expect(await askEngine<object>(socket, `/services/${ID}`)).toMatchObject({
    Spec: { Mode: { Replicated: { Replicas: 4 } }, TaskTemplate: { ContainerSpec: { OomScoreAdj: -500 } } },
  });
});

const nodeId = async (hostname: string): Promise<NodeId> => {
  const nodes = await askEngine<{ ID: NodeId; Description: { Hostname: string } }[]>(lab.node('m1').socket, '/nodes');
  return nodes.find(({ Description }) => Description.Hostname === hostname)?.ID as NodeId;
};
