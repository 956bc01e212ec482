import { join } from 'node:path';

/** Where everything of one lab is found again by its name alone, also by another process and after a crash. */
export type Place = { readonly name: string; readonly directory: string; readonly cgroup: string };

/** Kept short: the longest socket path below it must stay under the 108 bytes that the kernel allows. */
export const labsDirectory = process.env.SWARMDECK_LABS ?? '/tmp/swarmdeck-labs';

/** Set where several checkouts are tested on one machine at once, so that their labs do not take each other's names. */
const prefix = process.env.SWARMDECK_LAB_PREFIX ?? '';

const longestSocket = '/w200/run/docker/swarm/control.sock';

export function placeOf(givenName: string): Place {
  const name = givenName.startsWith(prefix) ? givenName : `${prefix}${givenName}`;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error(`"${name}" cannot name a lab: lower-case letters, digits and dashes, beginning with a letter`);
  }
  const directory = join(labsDirectory, name);
  if (directory.length + longestSocket.length > 107) {
    throw new Error(
      `${directory} is too long a path for the sockets of a lab: choose a shorter name or SWARMDECK_LABS`,
    );
  }
  return { name, directory, cgroup: `swarmdeck-${name}` };
}

/**
 * A network namespace is a file that it is bound to, inside the lab's directory: gone with it, unknown to `ip netns`.
 */
export const netnsOf = (place: Place, part: string) => join(place.directory, part, 'net');

/** What a node or the registry wrote to its terminal. */
export const logOf = (place: Place, part: string) => join(place.directory, part, 'log');
