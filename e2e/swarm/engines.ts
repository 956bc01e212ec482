import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchEngine, foldersOfEngines, versionIn } from './fetch-engine';
import { toolEnvironment } from './run';

/** The versions of Docker that the suites run on, oldest first, and the Debian release whose archive has each. */
const SUITES = { '20.10': 'bookworm', '26.1': 'trixie', '28.5': 'forky' } as const;

export type EngineName = keyof typeof SUITES;
export const ENGINE_NAMES = Object.keys(SUITES) as EngineName[];
const NEWEST: EngineName = '28.5';

/** An engine that a node can run: the machine's own, or one in a folder that a node lays over its /usr. */
export type Engine = { readonly version: string; readonly folder: string | null };

export const isEngineName = (name: string): name is EngineName => name in SUITES;

export function engineNamed(name: string): EngineName {
  if (isEngineName(name)) return name;
  throw new Error(`there is no engine "${name}": ${ENGINE_NAMES.join(', ')}`);
}

/**
 * The machine's own, from a kept folder, or fetched from Debian's archive. Fails with one line that says why it cannot
 * be had.
 */
export async function obtainEngine(name: EngineName): Promise<Engine> {
  const installed = installedEngine();
  if (isOf(name, installed)) return installed;
  const folder = join(foldersOfEngines(), name);
  if (!existsSync(folder) && process.env.SWARMDECK_FETCH_ENGINES === 'no')
    throw new Error('it could not be had when the tests began');
  if (!existsSync(folder)) await fetchEngine({ name, suite: SUITES[name], folder });
  return { version: readFileSync(join(folder, 'version'), 'utf8').trim(), folder };
}

/**
 * The engine of labs that do not say which: the one that $SWARMDECK_ENGINE names, else the newest. The machine's own
 * stands in for one that cannot be had, and a line says so.
 */
export async function usualEngine(wanted = engineNamed(process.env.SWARMDECK_ENGINE || NEWEST)): Promise<Engine> {
  try {
    return await obtainEngine(wanted);
  } catch (error) {
    const installed = installedEngine();
    const reason = error instanceof Error ? error.message : error;
    console.error(`swarm: Docker ${installed.version} of this machine in place of ${wanted}: ${reason}`);
    return installed;
  }
}

function installedEngine(): Engine {
  const printed = execFileSync('dockerd', ['--version'], { env: toolEnvironment(), encoding: 'utf8' });
  return { version: versionIn(printed), folder: null };
}

const isOf = (name: EngineName, { version }: Engine) => version.startsWith(`${name}.`);
