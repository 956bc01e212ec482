import { asFault, Fault } from '#lib/domain/fault';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { placementPlatforms } from '#lib/domain/placement/platform';
import { parseImage, taggedImage } from '#lib/domain/service/image';
import { valueAt } from '#lib/domain/spec/edit';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { ImageAnswer, SentRequest, SwarmEngine, Versioned, Written } from '#lib/ports/swarm-engine';
import { parseAnswer } from './connection';
import { registryTroubleIn } from './faults';
import { versionedIn } from './inbound/raw-object';
import type { Managers } from './managers';
import { Turns } from './turns';

/** Single objects, read and written through the manager that serves. */
export class DockerEngine implements SwarmEngine {
  readonly #managers: Managers;
  /** The engine connects to any host that an image names, so only a few at a time. */
  readonly #registryTurns = new Turns({ each: 3, all: 8 });

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
   * Read one by one, because the list leaves out swarm's networks for `host` and `bridge`. With scope=swarm, because
   * each node has a local network `host` with another id.
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

  async resolveImage(reference: string, asker: string): Promise<ImageAnswer> {
    const named = taggedImage(reference);
    const turn = this.#registryTurns.take(asker);
    if (!turn) return { found: false, trouble: 'busy', text: '' };
    try {
      const { body, connection } = await this.#managers.get(`/distribution/${escapedName(named)}/json`, {
        deadlineMs: this.#managers.deadlines.registryMs,
        hedged: false,
      });
      const { Descriptor, Platforms } = parseAnswer<WireDistribution>(body, connection.label);
      if (!Descriptor?.digest) return { found: false, trouble: 'other', text: body.toString().slice(0, 200) };
      const platforms = (Platforms ?? []).map(({ architecture = '', os = '' }) => ({ architecture, os }));
      const pinned = parseImage(named).digest ? named : `${named}@${Descriptor.digest}`;
      return { found: true, reference: pinned, platforms: placementPlatforms(platforms) };
    } catch (error) {
      const { code, engineText } = asFault(error);
      const text = engineText ?? '';
      return { found: false, trouble: code === 'engine_timeout' ? 'late' : registryTroubleIn(text), text };
    } finally {
      turn();
    }
  }

  async #read(kind: 'service' | 'node', id: string, namePath: string[]): Promise<Versioned> {
    const { body } = await this.#managers.getSpec(`/${kind}s/${encodeURIComponent(id)}`, `${kind}/${id}`);
    const { version, tree, spec } = versionedIn(body.toString());
    const name = valueAt(tree, namePath);
    return { version, name: typeof name === 'string' ? name : id, spec };
  }
}

/** Of GET /distribution: platforms in the image format's lower-case words. */
interface WireDistribution {
  Descriptor?: { digest?: string };
  Platforms?: { architecture?: string; os?: string }[] | null;
}

/** Without an API version: the highest of the sending manager is used. */
const updateRequest = (kind: 'service' | 'node', id: string, version: number, body: RawSpec): SentRequest => ({
  method: 'POST',
  path: `/${kind}s/${encodeURIComponent(id)}/update?version=${version}`,
  body,
});

const objectIn = (path: string): string => path.replace(/^\/(service|node)s\/([^/]+)\/.*$/, '$1/$2');

/** Slashes, colons and the @ before a digest are parts of the path here. */
const escapedName = (name: string): string =>
  encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@');

/**
 * A node's update returns nothing, a service's its warnings. The write was accepted, so an odd response is no error.
 */
function warningsIn(answer: string): string[] {
  try {
    const { Warnings } = JSON.parse(answer) as { Warnings?: unknown };
    return Array.isArray(Warnings) ? Warnings.filter((warning): warning is string => typeof warning === 'string') : [];
  } catch {
    return [];
  }
}
