import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engines';
import { run } from './run';

/**
 * The docker CLI that belongs to an engine, on the engine behind a socket, as an operator would use it on that node. No
 * configuration of the caller's is read.
 */
export function docker(engine: Engine, socket: string, args: readonly string[], input?: string): Promise<string> {
  const [program, ...before] = commandOf(engine);
  const options = { input, env: { DOCKER_CONFIG: '/nonexistent' } };
  return run(program, [...before, '--host', `unix://${socket}`, ...args], options);
}

/** Outside of a node the machine's libraries are older than the CLI wants, so its own loader starts it. */
function commandOf({ folder }: Engine): [string, ...string[]] {
  if (folder === null) return ['docker'];
  const libraries = join(folder, 'usr/lib');
  for (const architecture of readdirSync(libraries)) {
    const home = join(libraries, architecture);
    const loader = architecture.includes('-linux-') && readdirSync(home).find((name) => /^ld-linux.*\.so/.test(name));
    if (loader) return [join(home, loader), '--library-path', home, join(folder, 'usr/bin/docker')];
  }
  throw new Error(`${folder} has no loader: remove it, and it is fetched again`);
}
