import type { Preview } from '#lib/contract/consequence';
import { hostPowerOf, networksToKnow } from '#lib/domain/access/host-power';
import type { Principal } from '#lib/domain/access/principal';
import { redactChanges } from '#lib/domain/access/redact';
import { leastRoleFor, may, type Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { type Consequence, consequenceOf } from '#lib/domain/operation/consequence';
import type { FieldChange, SwarmAction } from '#lib/domain/operation/operation';
import { diffSpecs } from '#lib/domain/spec/diff';
import { applyEdits, type FieldEdit } from '#lib/domain/spec/edit';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import { factsOfSpec } from '#lib/domain/spec/service-facts';
import { planUpdate } from '#lib/plan/plan-update';
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
  allowed: (before, after) => assertHostPower(ports, by, before, after),
  overwrite: body.overwrite,
});

const HOST_POWER = 'service:host-power';

/** The console itself may: what it does was allowed to a person before. */
async function assertHostPower(ports: Container, by: Principal, before: RawSpec, after: RawSpec): Promise<void> {
  if (by.kind === 'system' || may(by, HOST_POWER)) return;
  const gains = await gainedPower(ports, before, after);
  if (gains.length > 0) throw new Fault('host_power', { gains, needed: leastRoleFor(HOST_POWER) });
}

/** Throws where a network cannot be read, or is not there: it could be the host's. */
async function gainedPower({ engine }: Container, before: RawSpec, after: RawSpec): Promise<string[]> {
  const targets = networksToKnow(before, after);
  const drivers = await Promise.all(targets.map((target) => engine.networkDriver(target)));
  return hostPowerOf(before, after, new Set(targets.filter((_, index) => drivers[index] === 'host')));
}

/** Named first where this person could not do it at all. */
function withHostPower({ effects }: Consequence, gains: string[], who: Rights): Consequence {
  if (gains.length === 0) return consequenceOf(effects);
  return consequenceOf([
    { kind: 'host-power', level: may(who, HOST_POWER) ? 'warning' : 'critical', gains },
    ...effects,
  ]);
}

/** What the act would change if it were done now. */
export async function previewOf(ports: Container, id: ServiceId, who: Rights, act: ServiceAct): Promise<Preview> {
  const current = await ports.engine.readService(id);
  const after = applyEdits(current.spec, await act.edits(current));
  const changes = diffSpecs(current.spec, after);
  const consequence =
    changes.length === 0
      ? consequenceOf([])
      : planUpdate(ports.picture.cluster(), id, factsOfSpec(current.spec), factsOfSpec(after));
  return {
    consequence: withHostPower(consequence, await gainedPower(ports, current.spec, after), who),
    changes: redactChanges(changes, who),
    command: act.command(current.name, changes),
    version: current.version,
  };
}
