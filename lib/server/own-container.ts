import { readFileSync } from 'node:fs';

/** The id of this process's container, from the files that docker mounts into it; null outside of a container. */
export function ownContainerId(mounts = '/proc/self/mountinfo'): string | null {
  try {
    return (
      /\/containers\/([0-9a-f]{64})\/(?:hostname|hosts|resolv\.conf)\b/.exec(readFileSync(mounts, 'utf8'))?.[1] ?? null
    );
  } catch {
    return null;
  }
}
