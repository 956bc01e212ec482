import { isDeepStrictEqual } from 'node:util';
import { askEngine } from './engine';
import { joinAll, swarmStateOf } from './formation';
import type { LabNode } from './lab-node';
import { rollCall, type SwarmNode } from './roll-call';
import { waitFor } from './wait-for';

type Named = { Id: string; ID: string; Name: string };
type Task = { DesiredState: string; Status: { State: string }; JobIteration?: object };
type Swarm = { Version: { Index: number }; Spec: SwarmSpec };
export type SwarmSpec = Record<string, unknown>;

const patience = { withinMs: 90_000, everyMs: 200 };

/** The swarm's own settings, to be given back later. CAConfig is left out: putting it back would rotate the CA. */
export async function swarmSpecOf(through: LabNode): Promise<SwarmSpec> {
  const { Spec } = await askEngine<Swarm>(through.socket, '/swarm');
  const { CAConfig, ...rest } = Spec;
  return rest;
}

/*
 * Each of these looks, mends what is not as it should be, and looks again until nothing is left to mend: versions and leaders change
 * meanwhile, so no single write is sure to succeed.
 */

/** Every node is a member with the role it was made with, active, without labels, and ready. */
export async function restoreNodes(through: LabNode, nodes: readonly LabNode[]): Promise<void> {
  for (const node of nodes) {
    if ((await swarmStateOf(node)) === 'inactive') await joinAll(through, [node]);
  }
  const ids = await Promise.all(nodes.map(swarmIdOf));
  await waitFor(
    'all nodes to be ready, active and in their roles',
    async () => {
      const seen = await rollCall(through);
      for (const stranger of seen.filter(({ ID }) => !ids.includes(ID))) {
        await askEngine(through.socket, `/nodes/${stranger.ID}?force=true`, { method: 'DELETE' });
      }
      const wanted = nodes.map((node, index) => ({ node, is: seen.find(({ ID }) => ID === ids[index]) }));
      const wrong = wanted.filter(({ node, is }) => is === undefined || !isAsMade(node, is));
      // Promotions first, lest the quorum shrink on the way.
      wrong.sort((a, b) => a.node.role.localeCompare(b.node.role));
      for (const { node, is } of wrong) if (is) await restoreSpec(through, node, is);
      return wrong.length === 0 && seen.length === nodes.length && seen.every(isWell);
    },
    patience,
  );
}

const swarmIdOf = async (node: LabNode) =>
  (await askEngine<{ Swarm: { NodeID: string } }>(node.socket, '/info')).Swarm.NodeID;

const isAsMade = (node: LabNode, { Spec }: SwarmNode) =>
  Spec.Role === node.role && Spec.Availability === 'active' && Object.keys(Spec.Labels).length === 0;

const isWell = ({ Status, Spec, ManagerStatus }: SwarmNode) =>
  Status.State === 'ready' &&
  (Spec.Role === 'manager' ? ManagerStatus?.Reachability === 'reachable' : ManagerStatus === undefined);

async function restoreSpec(through: LabNode, node: LabNode, { ID, Version }: SwarmNode): Promise<void> {
  const body = { Role: node.role, Availability: 'active', Labels: {} };
  await askEngine(through.socket, `/nodes/${ID}/update?version=${Version.Index}`, { method: 'POST', body });
}

/** No service, task, container, secret, config, network or volume is left but what a new swarm has. */
export async function removeObjects(through: LabNode, nodes: readonly LabNode[]): Promise<void> {
  const empty = async () => {
    const services = await removeAll(through, 'services');
    const containers = await Promise.all(nodes.map((node) => removeContainers(node)));
    const tasks = (await askEngine<Task[]>(through.socket, '/tasks')).filter(isGoing);
    if (services + tasks.length + sum(containers) > 0) return false;
    const networks = await removeNetworks(through);
    const rest = [await removeAll(through, 'secrets'), await removeAll(through, 'configs'), networks];
    return sum([...rest, ...(await Promise.all(nodes.map(removeLocals)))]) === 0;
  };
  await waitFor('the swarm to be empty', empty, patience);
}

/**
 * The tasks of a removed job stay listed for ever when they have ended: SwarmKit never asks for their removal (seen in
 * 20.10).
 */
const isGoing = ({ DesiredState, Status, JobIteration }: Task) =>
  (DesiredState !== 'complete' && !JobIteration) ||
  !['complete', 'failed', 'rejected', 'shutdown', 'orphaned'].includes(Status.State);

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

async function removeAll(through: LabNode, kind: 'services' | 'secrets' | 'configs'): Promise<number> {
  const found = await askEngine<Named[]>(through.socket, `/${kind}`);
  for (const { ID } of found) await askEngine(through.socket, `/${kind}/${ID}`, { method: 'DELETE' });
  return found.length;
}

/** By force, so that nobody waits for the deaf. */
async function removeContainers(node: LabNode): Promise<number> {
  const found = await askEngine<Named[]>(node.socket, '/containers/json?all=true');
  const path = ({ Id }: Named) => `/containers/${Id}?force=true&v=true`;
  // The engine may be removing the same one on its own; the next look tells.
  await Promise.allSettled(found.map((each) => askEngine(node.socket, path(each), { method: 'DELETE' })));
  return found.length;
}

const builtIn = ['bridge', 'docker_gwbridge', 'host', 'ingress', 'none'];

async function removeNetworks(through: LabNode): Promise<number> {
  const found = await askEngine<Named[]>(through.socket, '/networks');
  const foreign = found.filter(({ Name }) => !builtIn.includes(Name));
  for (const { Id } of foreign) await askEngine(through.socket, `/networks/${Id}`, { method: 'DELETE' });
  if (found.some(({ Name }) => Name === 'ingress')) return foreign.length;
  const body = { Name: 'ingress', Driver: 'overlay', Ingress: true };
  await askEngine(through.socket, '/networks/create', { method: 'POST', body });
  return foreign.length + 1;
}

/** What a node keeps to itself: volumes and bridge networks. */
async function removeLocals(node: LabNode): Promise<number> {
  const { Volumes } = await askEngine<{ Volumes: Named[] | null }>(node.socket, '/volumes');
  const volumes = Volumes ?? [];
  for (const { Name } of volumes) await askEngine(node.socket, `/volumes/${Name}?force=true`, { method: 'DELETE' });
  const filters = encodeURIComponent(JSON.stringify({ driver: ['bridge'] }));
  const bridges = await askEngine<Named[]>(node.socket, `/networks?filters=${filters}`);
  const foreign = bridges.filter(({ Name }) => !builtIn.includes(Name));
  for (const { Id } of foreign) await askEngine(node.socket, `/networks/${Id}`, { method: 'DELETE' });
  return volumes.length + foreign.length;
}

/** Gives the swarm the settings it had. */
export async function restoreSwarmSpec(through: LabNode, wanted: SwarmSpec): Promise<void> {
  const restored = async () => {
    const { Spec, Version } = await askEngine<Swarm>(through.socket, '/swarm');
    const { CAConfig, ...rest } = Spec;
    if (isDeepStrictEqual(rest, wanted)) return true;
    const body = { ...wanted, CAConfig };
    await askEngine(through.socket, `/swarm/update?version=${Version.Index}`, { method: 'POST', body });
    return false;
  };
  await waitFor('the swarm to have its settings back', restored, patience);
}
