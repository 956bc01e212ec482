import type { ServiceId } from '#lib/domain/ids';
import type { TemplateFacts } from '../inbound/from-wire-task';

/** Specs of one service that are remembered, because its tasks have the last few. */
const SPECS = 100;
/** Versions of a service of which one half is known and the other is awaited. */
const HALVES = 10;

interface OfService {
  /** By the spec's version, which its tasks carry. */
  bySpec: Map<number, TemplateFacts>;
  /** The two halves: which spec the service has at a version (stream), and what that spec is (Docker API). */
  specAt: Map<number, number>;
  readAt: Map<number, TemplateFacts>;
}

/**
 * What a service's spec determines of its tasks. A spec never changes under its version, and a rollback restores the
 * version with the spec. (SwarmKit: api/objects.proto, SpecVersion)
 */
export class TemplateFactsOf {
  readonly #services = new Map<ServiceId, OfService>();

  of(service: ServiceId, spec: number): TemplateFacts | undefined {
    return this.#services.get(service)?.bySpec.get(spec);
  }

  /** From a task of this spec, which has less than the service: known facts of the endpoint are kept. */
  learn(service: ServiceId, spec: number, { templateDigest, image, ...rest }: TemplateFacts): void {
    if (!templateDigest) return;
    const { bySpec } = this.#for(service);
    const endpointDigest = rest.endpointDigest || (bySpec.get(spec)?.endpointDigest ?? '');
    put(bySpec, spec, { templateDigest, endpointDigest, image }, SPECS);
  }

  /** The stream has reported the service's spec version at this version. */
  serviceHas(service: ServiceId, version: number, spec: number): void {
    const known = this.#for(service);
    const facts = known.readAt.get(version);
    if (facts) this.learn(service, spec, facts);
    else put(known.specAt, version, spec, HALVES);
  }

  /** The Docker API has returned the service at this version. */
  serviceIs(service: ServiceId, version: number, facts: TemplateFacts): void {
    const known = this.#for(service);
    const spec = known.specAt.get(version);
    if (spec !== undefined) this.learn(service, spec, facts);
    else {
      const { templateDigest, endpointDigest, image } = facts;
      put(known.readAt, version, { templateDigest, endpointDigest, image }, HALVES);
    }
  }

  get size(): number {
    return this.#services.size;
  }

  keepOnly(services: ReadonlyMap<ServiceId, unknown>): void {
    for (const id of this.#services.keys()) if (!services.has(id)) this.#services.delete(id);
  }

  forget(service: ServiceId): void {
    this.#services.delete(service);
  }

  #for(service: ServiceId): OfService {
    const known = this.#services.get(service) ?? { bySpec: new Map(), specAt: new Map(), readAt: new Map() };
    this.#services.set(service, known);
    return known;
  }
}

/** Evicts the oldest. */
function put<Value>(map: Map<number, Value>, key: number, value: Value, most: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
