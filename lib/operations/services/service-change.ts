import type { Preview } from '#lib/contract/consequence';
import type { Principal } from '#lib/domain/access/principal';
import { redactChanges } from '#lib/domain/access/redact';
import type { Role } from '#lib/domain/access/roles';
import type { ServiceId } from '#lib/domain/ids';
import type { Consequence } from '#lib/domain/operation/consequence';
import type { FieldChange, SwarmAction } from '#lib/domain/operation/operation';
import { diffSpecs } from '#lib/domain/spec/diff';
import { applyEdits, type FieldEdit } from '#lib/domain/spec/edit';
import type { Container } from '#lib/ports/container';
import type { Versioned } from '#lib/ports/swarm-engine';
import type { SpecChange } from '../change-spec';

interface ServiceAct {
  action: SwarmAction;
  edits(current: Versioned): FieldEdit[] | Promise<FieldEdit[]>;
  command(name: string, changes: FieldChange[]): string;
}

/** What every act on a service shares: where its spec is read and written, and what it was at a version. */
export const onService = (
  ports: Container,
  by: Principal,
  id: ServiceId,
  body: { version: number; overwrite: boolean },
  act: ServiceAct,
): SpecChange => ({
  ...act,
  target: { kind: 'service', id },
  read: () => ports.engine.readService(id),
  request: (version, spec) => ports.engine.serviceUpdateRequest(id, version, spec),
  version: body.version,
  base: (version) => ports.revisions.at(id, version),
  taken: (spec, operationId, fromVersion) => ports.revisions.claim(id, spec, operationId, by.name, fromVersion),
  overwrite: body.overwrite,
});

/** What the act would change if it were done now. */
export async function previewOf(
  ports: Container,
  id: ServiceId,
  role: Role,
  act: ServiceAct,
  consequence: (changes: FieldChange[]) => Consequence,
): Promise<Preview> {
  const current = await ports.engine.readService(id);
  const changes = diffSpecs(current.spec, applyEdits(current.spec, await act.edits(current)));
  return {
    consequence: consequence(changes),
    changes: redactChanges(changes, role),
    command: act.command(current.name, changes),
    version: current.version,
  };
}
