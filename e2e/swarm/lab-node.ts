import { dirname, join } from 'node:path';
import { managerAddress, workerAddress } from './lan';
import type { Place } from './place';

/** A node as the lab made it: its role is the one it joined with. */
export type LabNode = {
  readonly name: string;
  readonly role: 'manager' | 'worker';
  /** Its address in the lab's own network. */
  readonly address: string;
  /** Its docker.sock, seen from outside. */
  readonly socket: string;
  /** Where SwarmKit's control.sock appears on a manager. */
  readonly controlSocketDirectory: string;
};

const limits = { manager: 39, worker: 200 };

/** m1, m2, … or w1, w2, … */
export function nodesOf(place: Place, role: LabNode['role'], count: number): LabNode[] {
  if (count > limits[role]) throw new Error(`a lab has room for ${limits[role]} ${role}s`);
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const name = `${role === 'manager' ? 'm' : 'w'}${number}`;
    const socket = join(place.directory, name, 'run/docker.sock');
    return {
      name,
      role,
      address: role === 'manager' ? managerAddress(number) : workerAddress(number),
      socket,
      controlSocketDirectory: join(dirname(socket), 'docker/swarm'),
    };
  });
}
