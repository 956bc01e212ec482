import { isSpecObject, parseSpec, printSpec, type RawSpec, rawSpec, type SpecObject } from '#lib/domain/spec/raw-spec';
import { pause } from '#lib/limits/pause';
import type { Log } from '#lib/ports/log';
import { LISTED_KINDS, type ListedKind, type ListedObject, type SwarmObjects } from '#lib/ports/swarm-objects';
import { openEvents } from './feed/event-stream';
import { findManager } from './feed/find-manager';
import { elementsOf } from './inbound/json-elements';
import type { Managers } from './managers';

const PATHS: Record<ListedKind, string> = {
  config: '/configs',
  secret: '/secrets',
  network: `/networks?filters=${encodeURIComponent(JSON.stringify({ scope: ['swarm'] }))}`,
};
/** The configured fields of a network; its attached containers differ from manager to manager. */
const NETWORK_FIELDS = ['Name', 'Driver', 'Internal', 'Attachable', 'Ingress', 'EnableIPv6', 'Labels'];
const REOPEN_MS = 5000;

/** Configs, secrets and networks through the manager that serves. The data of configs are not passed on. */
export class DockerObjects implements SwarmObjects {
  readonly #managers: Managers;
  readonly #log: Log;

  constructor({ managers, log }: { managers: Managers; log: Log }) {
    this.#managers = managers;
    this.#log = log;
  }

  async list(kind: ListedKind): Promise<ListedObject[]> {
    const { body } = await this.#managers.get(PATHS[kind], { deadlineMs: this.#managers.deadlines.listMs });
    return elementsOf(body.toString()).map((text) => objectIn(kind, parseSpec(rawSpec(text))));
  }

  follow(hint: (kind: ListedKind) => void, signal: AbortSignal): void {
    void this.#follow(hint, signal);
  }

  /** The first hint covers everything, because the stream does not report what happened before it was open. */
  async #follow(hint: (kind: ListedKind) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const nobody = { failed: () => undefined, silent: () => undefined };
        const connection = await findManager(this.#managers, this.#managers.inOrder(), nobody, signal);
        if (connection) {
          const { ended } = await openEvents(connection, {
            deadlineMs: this.#managers.deadlines.silentMs,
            signal,
            seen: ({ kind }) => {
              const listed = LISTED_KINDS.find((each) => each === kind);
              if (listed) hint(listed);
            },
          });
          for (const kind of LISTED_KINDS) hint(kind);
          await ended;
        }
      } catch (error) {
        if (!signal.aborted) this.#log.debug({ reason: String(error) }, 'no hints at configs, secrets and networks');
      }
      await pause(REOPEN_MS, signal);
    }
  }
}

function objectIn(kind: ListedKind, tree: SpecObject): ListedObject {
  if (kind === 'network') {
    const present = NETWORK_FIELDS.filter((field) => tree[field] !== undefined);
    const fields: SpecObject = Object.fromEntries(present.map((field) => [field, tree[field] ?? null]));
    const addresses = isSpecObject(tree.IPAM) ? tree.IPAM.Config : undefined;
    if (addresses !== undefined) fields.IPAM = { Config: addresses };
    return { id: textOf(tree.Id), name: textOf(tree.Name), version: 0, spec: printSpec(fields) };
  }
  const { Data: _, ...spec } = isSpecObject(tree.Spec) ? tree.Spec : {};
  const index = isSpecObject(tree.Version) ? Number(String(tree.Version.Index ?? 0)) : 0;
  return { id: textOf(tree.ID), name: textOf(spec.Name), version: index, spec: printSpec(spec) as RawSpec };
}

const textOf = (value: SpecObject[string] | undefined): string => (typeof value === 'string' ? value : '');
