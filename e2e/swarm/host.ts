import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { dockerdTlsOptions } from './certificates';
import { askEngine } from './engine';
import type { Engine } from './engines';
import type { LabNode } from './lab-node';
import { layCable, routerAddress } from './lan';
import { kill, nodeCommand, powerOn } from './node-process';
import { logOf, type Place } from './place';
import { dockerdOf, processesOf } from './processes';
import { registryOptions } from './registry';
import { HopelessError, waitFor } from './wait-for';

const inRun = (place: Place, node: LabNode, file: string) => join(place.directory, node.name, 'run', file);

/** Gives a new node its cable and an empty disk. */
export async function buildHost(place: Place, node: LabNode): Promise<void> {
  await layCable(place, node.name, node.address);
  const file = (name: string) => join(place.directory, node.name, name);
  for (const directory of ['run', 'data', 'etc']) mkdirSync(file(directory), { recursive: true });
  writeFileSync(file('hosts'), `127.0.0.1 localhost\n${node.address} ${node.name}\n`);
  // Nobody listens there: an unknown name fails at once and nothing leaves the machine.
  writeFileSync(file('resolv.conf'), `nameserver ${routerAddress}\n`);
}

type HostSetup = { tls: boolean; engine: Engine };

/** Powers the node on with the disk it has and an empty /run, as after a boot. Returns when its engine answers. */
export async function bootHost(place: Place, node: LabNode, { tls, engine }: HostSetup): Promise<void> {
  if (!isOn(place, node)) {
    const directory = join(place.directory, node.name, 'run');
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory);
    const options = tls && node.role === 'manager' ? dockerdTlsOptions(place, node.name) : [];
    await powerOn(place, node.name, node.name, nodeCommand(place, node.name, engine, [...registryOptions, ...options]));
  }
  await dockerAnswers(place, node);
}

export const isOn = (place: Place, node: LabNode) => processesOf(place, node.name).length > 0;

/**
 * As `systemctl stop docker` does: containers are stopped, the host stays on. It lasts until `startDocker` or a power
 * cut.
 */
export async function stopDocker(place: Place, node: LabNode): Promise<void> {
  signalDocker(place, node, 'SIGTERM');
  await waitFor(`dockerd of ${node.name} to end`, () => isDockerStopped(place, node));
}

export async function startDocker(place: Place, node: LabNode): Promise<void> {
  if (isDockerStopped(place, node)) {
    const pipe = openSync(inRun(place, node, 'start-docker'), constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(pipe, '\n');
    closeSync(pipe);
    await waitFor(`dockerd of ${node.name} to begin`, () => dockerdOf(place, node.name));
  }
  await dockerAnswers(place, node);
}

/** SIGSTOP makes an engine that accepts connections and never answers; SIGCONT brings it back. */
export function signalDocker(place: Place, node: LabNode, signal: 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void {
  const pid = dockerdOf(place, node.name);
  if (pid === undefined) throw new Error(`no dockerd runs on ${node.name}`);
  kill(pid, signal);
}

export const isDockerStopped = (place: Place, node: LabNode) => existsSync(inRun(place, node, 'docker-ended'));

async function dockerAnswers(place: Place, node: LabNode): Promise<void> {
  const probe = async () => {
    if (isDockerStopped(place, node) || !isOn(place, node)) {
      throw new HopelessError(`dockerd of ${node.name} ended:\n${lastWords(place, node)}`);
    }
    return askEngine<string>(node.socket, '/_ping', { withinMs: 2_000 });
  };
  await waitFor(`dockerd of ${node.name} to answer`, probe, { withinMs: 90_000, everyMs: 50 });
}

const lastWords = (place: Place, node: LabNode) =>
  readFileSync(logOf(place, node.name), 'utf8').split('\n').slice(-12).join('\n');
