import type { z } from 'zod';
import type { Preview } from '#lib/contract/consequence';
import type { rollbackService as contract } from '#lib/contract/services';
import type { Principal } from '#lib/domain/access/principal';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { serviceUpdateCommand } from '#lib/domain/operation/docker-command';
import { type FieldEdit, valueAt } from '#lib/domain/spec/edit';
import { parseSpec, type RawSpec, sameValue } from '#lib/domain/spec/raw-spec';
import type { Versioned } from '#lib/ports/swarm-engine';
import { type Accepted, changeSpec } from '../change-spec';
import { onService, previewOf, type ServicePorts } from './service-change';

/** Every top-level field as the stored spec has it. The name cannot change and stays. */
function editsTo(stored: RawSpec, current: Versioned): FieldEdit[] {
  const [then, now] = [parseSpec(stored), parseSpec(current.spec)];
  const keys = new Set([...Object.keys(then), ...Object.keys(now)]);
  keys.delete('Name');
  return [...keys]
    .map((key) => ({ path: [key], value: then[key] }))
    .filter(({ path, value }) => !sameValue(value, valueAt(now, path)));
}

const act = (stored: RawSpec) => ({
  action: 'service.rollback' as const,
  edits: (current: Versioned) => editsTo(stored, current),
  command: serviceUpdateCommand,
});

async function storedSpec(ports: ServicePorts, id: ServiceId, number: number): Promise<RawSpec> {
  const revision = await ports.revisions.find(id, number);
  if (!revision) throw new Fault('not_found', { kind: 'revision', id: String(number) });
  return revision.spec;
}

/**
 * Re-applies the whole spec of a stored revision; never the engine's own rollback, whose target may be the broken one.
 */
export async function rollbackService(
  ports: ServicePorts,
  by: Principal,
  id: ServiceId,
  body: z.infer<(typeof contract)['body']>,
): Promise<Accepted> {
  const stored = await storedSpec(ports, id, body.revision);
  return changeSpec(ports, by, onService(ports, by, id, body, act(stored)));
}

export async function previewRollback(
  ports: ServicePorts,
  id: ServiceId,
  who: Rights,
  revision: number,
): Promise<Preview> {
  const stored = await storedSpec(ports, id, revision);
  return previewOf(ports, id, who, act(stored));
}
