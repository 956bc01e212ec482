import { askEngine } from './engine';
import type { LabNode } from './lab-node';
import { waitFor } from './wait-for';

type JoinTokens = { Manager: string; Worker: string };

const listen = { ListenAddr: '0.0.0.0:2377' };

export async function initSwarm(node: LabNode): Promise<void> {
  const body = { ...listen, AdvertiseAddr: node.address };
  await askEngine(node.socket, '/swarm/init', { method: 'POST', body, withinMs: 60_000 });
}

/** Managers join one after the other, since each changes the quorum; workers all at once. */
export async function joinAll(through: LabNode, nodes: readonly LabNode[]): Promise<void> {
  const { JoinTokens: tokens } = await askEngine<{ JoinTokens: JoinTokens }>(through.socket, '/swarm');
  for (const node of nodes.filter(({ role }) => role === 'manager')) await join(through, node, tokens.Manager);
  const workers = nodes.filter(({ role }) => role === 'worker');
  await Promise.all(workers.map((node) => join(through, node, tokens.Worker)));
}

export async function swarmStateOf(node: LabNode): Promise<string> {
  const info = await askEngine<{ Swarm: { LocalNodeState: string } }>(node.socket, '/info');
  return info.Swarm.LocalNodeState;
}

/** A join that times out goes on by itself, so only a node that is in no swarm asks (again). */
async function join(through: LabNode, node: LabNode, token: string): Promise<void> {
  await waitFor(
    `${node.name} to join the swarm`,
    async () => {
      const state = await swarmStateOf(node);
      if (state === 'active') return true;
      if (state !== 'inactive') return false;
      const body = {
        ...listen,
        AdvertiseAddr: node.address,
        RemoteAddrs: [`${through.address}:2377`],
        JoinToken: token,
      };
      await askEngine(node.socket, '/swarm/join', { method: 'POST', body, withinMs: 30_000 });
      return true;
    },
    { withinMs: 90_000 },
  );
}
