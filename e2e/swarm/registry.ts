import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routerAddress } from './lan';
import { powerOn } from './node-process';
import { netnsOf, type Place } from './place';
import { initOf, markOf } from './processes';
import { run } from './run';
import { waitFor } from './wait-for';

const port = 5000;
export const registry = `${routerAddress}:${port}`;

/**
 * Every daemon takes the registry as its mirror, so that `app:1` is a plain name on each node and gets a pinned digest.
 */
export const registryOptions = ['--insecure-registry', registry, '--registry-mirror', `http://${registry}`];

/** With `closed` it lets in only who signs in, and nobody can. */
export async function startRegistry(place: Place, { closed = false } = {}): Promise<void> {
  const directory = join(place.directory, 'registry');
  mkdirSync(join(directory, 'data'), { recursive: true });
  const settings = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(directory, 'data') }, delete: { enabled: true } },
    http: { addr: registry },
    ...(closed && { auth: { htpasswd: { realm: 'lab', path: join(directory, 'htpasswd') } } }),
  };
  writeFileSync(join(directory, 'htpasswd'), `nobody:$2y$05$${'.'.repeat(53)}\n`);
  // Every JSON text is a YAML text.
  writeFileSync(join(directory, 'config.yml'), JSON.stringify(settings));
  const serve = ['sh', '-c', 'exec docker-registry serve config.yml', ...markOf(place, 'registry')];
  await powerOn(place, 'registry', 'lan', serve);
  await waitFor(`the registry to listen (see ${directory}/log)`, () => isListening(place), { everyMs: 20 });
}

/** Read in the kernel's table, since its network cannot be reached from here. (State 0A is LISTEN.) */
function isListening(place: Place): boolean {
  const init = initOf(place, 'registry');
  if (init === undefined) return false;
  const sockets = ['tcp', 'tcp6'].map((table) => readFileSync(`/proc/${init}/net/${table}`, 'utf8')).join('\n');
  return new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} \\S+ 0A `).test(sockets);
}

/** A tag of `library/app` that is an index of one manifest, of another tag, said to be for another hardware. */
export async function tagForHardware(place: Place, from: string, to: string, architecture: string): Promise<void> {
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  const url = (tag: string) => `http://${registry}/v2/library/app/manifests/${tag}`;
  const curl = (...args: string[]) => run('nsenter', [`--net=${netnsOf(place, 'lan')}`, 'curl', '-sSf', ...args]);
  const head = await curl('-I', '-H', `Accept: ${type}`, url(from));
  const digest = /docker-content-digest: (\S+)/i.exec(head)?.[1];
  const size = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifests: [{ mediaType: type, digest, size, platform: { architecture, os: 'linux' } }],
  };
  await curl('-X', 'PUT', '-H', `Content-Type: ${index.mediaType}`, '--data', JSON.stringify(index), url(to));
}
