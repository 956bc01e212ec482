import { askEngine } from './engine';
import type { LabNode } from './lab-node';

/** What `GET /nodes` says of a node, as far as the lab cares. */
export type SwarmNode = {
  ID: string;
  Version: { Index: number };
  Spec: { Role: LabNode['role']; Availability: string; Labels: Record<string, string> };
  Description: { Hostname: string };
  Status: { State: string };
  ManagerStatus?: { Leader?: boolean; Reachability: string };
};

export const rollCall = (through: LabNode) => askEngine<SwarmNode[]>(through.socket, '/nodes', { withinMs: 5_000 });

/**
 * Who leads, if more than half of the lab's managers agree on it now. A manager that is cut off may still believe in
 * itself.
 */
export async function agreedLeader(managers: readonly LabNode[]): Promise<string | undefined> {
  const answers = await Promise.allSettled(managers.map(rollCall));
  const votes = answers.flatMap((answer) => (answer.status === 'fulfilled' ? (leaderIn(answer.value) ?? []) : []));
  return votes.find((name) => votes.filter((each) => each === name).length > managers.length / 2);
}

const leaderIn = (nodes: readonly SwarmNode[]) =>
  nodes.find((node) => node.ManagerStatus?.Leader)?.Description.Hostname;
