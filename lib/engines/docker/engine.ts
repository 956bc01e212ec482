import { Fault } from '#lib/domain/fault';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { parseImage } from '#lib/domain/service/image';
import { valueAt } from '#lib/domain/spec/edit';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { SentRequest, SwarmEngine, Versioned, Written } from '#lib/ports/swarm-engine';
import { parseAnswer } from './connection';
import { versionedIn } from './inbound/raw-object';
import type { Managers } from './managers';

/** Single objects, read and written through whichever manager serves. */
export class DockerEngine implements SwarmEngine {
  readonly #managers: Managers;

  constructor(managers: Managers) {
    this.#managers = managers;
  }

  readService(id: ServiceId): Promise<Versioned> {
    return this.#read('service', id, ['Spec', 'Name']);
  }

  readNode(id: NodeId): Promise<Versioned> {
    return this.#read('node', id, ['Description', 'Hostname']);
  }

  /**
   * Asked one by one: the list leaves out the networks that swarm has for `host` and `bridge`. Within the swarm's scope,
   * because each node has a local network `host` as well, by another id.
   */
  async networkDriver(target: string): Promise<string> {
    const { body, connection } = await this.#managers.get(`/networks/${encodeURIComponent(target)}?scope=swarm`);
    const { Driver } = parseAnswer<{ Driver?: unknown }>(body, connection.label);
    if (typeof Driver === 'string' && Driver !== '') return Driver;
    throw new Fault('engine_failed', { endpoint: connection.label, status: 200 }, { engineText: body.toString() });
  }

  serviceUpdateRequest(id: ServiceId, version: number, spec: RawSpec): SentRequest {
    return updateRequest('service', id, version, spec);
  }

  nodeUpdateRequest(id: NodeId, version: number, spec: RawSpec): SentRequest {
    return updateRequest('node', id, version, spec);
  }

  async send({ method, path, body }: SentRequest): Promise<Written> {
    if (method !== 'POST')
      throw new Fault('internal', {}, { engineText: `${method} ${path} is no write that we know` });
    const answer = await this.#managers.post(path, body, { specOf: objectIn(path) });
    return { warnings: warningsIn(answer) };
  }

  async resolveImage(reference: string): Promise<string | null> {
    const { repository, tag, digest } = parseImage(reference);
    if (digest) return reference;
    const named = `${repository}:${tag ?? 'latest'}`;
    try {
      const { body, connection } = await this.#managers.get(`/distribution/${escapedName(named)}/json`, {
        deadlineMs: this.#managers.deadlines.registryMs,
        hedged: false,
      });
      const { Descriptor } = parseAnswer<{ Descriptor?: { digest?: string } }>(body, connection.label);
      return Descriptor?.digest ? `${named}@${Descriptor.digest}` : null;
    } catch {
      // Unknown there, not allowed, unreachable: all the same to who asks. If it is the engine that is away, the write will say so.
      return null;
    }
  }

  async #read(kind: 'service' | 'node', id: string, namePath: string[]): Promise<Versioned> {
    const { body } = await this.#managers.get(`/${kind}s/${encodeURIComponent(id)}`, { specOf: `${kind}/${id}` });
    const { version, tree, spec } = versionedIn(body.toString());
    const name = valueAt(tree, namePath);
    return { version, name: typeof name === 'string' ? name : id, spec };
  }
}

/** Without an API version: it goes out in the highest that the manager speaks which sends it. */
const updateRequest = (kind: 'service' | 'node', id: string, version: number, body: RawSpec): SentRequest => ({
  method: 'POST',
  path: `/${kind}s/${encodeURIComponent(id)}/update?version=${version}`,
  body,
});

const objectIn = (path: string): string => path.replace(/^\/(service|node)s\/([^/]+)\/.*$/, '$1/$2');

/** Slashes and colons are parts of the path here. */
const escapedName = (name: string): string => encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':');

/** A node's update answers nothing, a service's its warnings. The write was taken; what else is said must not spoil that. */
function warningsIn(answer: string): string[] {
  try {
    const { Warnings } = JSON.parse(answer) as { Warnings?: unknown };
    return Array.isArray(Warnings) ? Warnings.filter((warning): warning is string => typeof warning === 'string') : [];
  } catch {
    return [];
  }
}
