import type { Preview } from '#lib/contract/consequence';
import { hostPowerOf, networksOf, networksToKnow, runsOtherwise, standingPowerOf } from '#lib/domain/access/host-power';
import type { Principal } from '#lib/domain/access/principal';
import { isProtected, ownServiceIn } from '#lib/domain/access/protected-service';
import { redactChanges } from '#lib/domain/access/redact';
import { leastRoleFor, may, type Rights } from '#lib/domain/access/roles';
import type { Cluster } from '#lib/domain/cluster/cluster';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { takesNewTasks } from '#lib/domain/node/node';
import { consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import type { FieldChange, SwarmAction } from '#lib/domain/operation/operation';
import { satisfies } from '#lib/domain/placement/constraint';
import { type Platform, platformFits, platformText } from '#lib/domain/placement/platform';
import { diffSpecs } from '#lib/domain/spec/diff';
import { applyEdits, type FieldEdit, valueAt } from '#lib/domain/spec/edit';
import { parseSpec, plainValueOf, type RawSpec } from '#lib/domain/spec/raw-spec';
import { factsOfSpec } from '#lib/domain/spec/service-facts';
import { planUpdate } from '#lib/plan/plan-update';
import type { Container } from '#lib/ports/container';
import type { Versioned } from '#lib/ports/swarm-engine';
import type { SpecChange, SpecWritePorts } from '../change-spec';

/** What an action on a service uses: the picture and the settings too, for its plan and for the power at stake. */
export type ServicePorts = SpecWritePorts & Pick<Container, 'picture' | 'revisions' | 'settings'>;

export interface ServiceAct {
  action: SwarmAction;
  edits(current: Versioned): FieldEdit[] | Promise<FieldEdit[]>;
  command(name: string, changes: FieldChange[]): string;
  /** Warnings beside the plan, once the edits are known: a registry that did not answer. */
  notes?(): readonly Effect[];
}

/** What every act on a service shares: where its spec is read and written, and what it was at a version. */
export const onService = (
  ports: ServicePorts,
  by: Principal,
  id: ServiceId,
  body: { version: number; overwrite: boolean },
  act: ServiceAct,
): SpecChange => ({
  ...act,
  warnings: () => (act.notes?.() ?? []).flatMap(warningOf),
  target: { kind: 'service', id },
  read: () => ports.engine.readService(id),
  request: (version, spec) => ports.engine.serviceUpdateRequest(id, version, spec),
  version: body.version,
  base: (version) => ports.revisions.at(id, version),
  taken: (spec, operationId, fromVersion) => ports.revisions.claim(id, spec, operationId, by.name, fromVersion),
  allowed: (before, after) => assertHostPower(ports, by, id, before, after),
  overwrite: body.overwrite,
});

const HOST_POWER = 'service:host-power';

/** The parts of an operation that require `service:host-power`. */
interface PowerAtStake {
  /** Power over the host that the service has not had. */
  gains: string[];
  /** Power that it has, where the act decides what runs with it. */
  holds: string[];
  /** The console, or its database: every change. */
  isProtected: boolean;
}

/** The console itself may: what it does was allowed to a person before. */
async function assertHostPower(
  ports: ServicePorts,
  by: Principal,
  id: ServiceId,
  before: RawSpec,
  after: RawSpec,
): Promise<void> {
  if (by.kind === 'system' || may(by, HOST_POWER)) return;
  const { gains, holds, isProtected } = await powerAtStake(ports, id, before, after);
  const needed = leastRoleFor(HOST_POWER);
  if (isProtected) throw new Fault('host_power', { reason: 'protected', needed });
  if (gains.length > 0) throw new Fault('host_power', { reason: 'gains', gains, needed });
  if (holds.length > 0) throw new Fault('host_power', { reason: 'holds', gains: holds, needed });
}

/** Throws where a network cannot be read, or is not there: it could be the host's. */
async function powerAtStake(
  ports: ServicePorts,
  id: ServiceId,
  before: RawSpec,
  after: RawSpec,
): Promise<PowerAtStake> {
  const { engine, picture, settings } = ports;
  const decides = runsOtherwise(before, after);
  const targets = [...new Set([...networksToKnow(before, after), ...(decides ? networksOf(before) : [])])];
  const drivers = await Promise.all(targets.map((target) => engine.networkDriver(target)));
  const hostNetworks = new Set(targets.filter((_, index) => drivers[index] === 'host'));
  const own = ownServiceIn(picture.cluster(), settings.containerId);
  return {
    gains: hostPowerOf(before, after, hostNetworks),
    holds: decides ? standingPowerOf(before, hostNetworks) : [],
    isProtected: isProtected({ id, labels: labelsIn(before) }, own),
  };
}

const labelsIn = (spec: RawSpec): Record<string, string> =>
  (plainValueOf(parseSpec(spec).Labels ?? {}) ?? {}) as Record<string, string>;

/** Named first where this person could not do it at all. */
function effectsOfPower({ gains, holds, isProtected }: PowerAtStake, who: Rights): Effect[] {
  const level = may(who, HOST_POWER) ? 'warning' : 'critical';
  return [
    ...(isProtected ? [{ kind: 'protected', level } as const] : []),
    ...(gains.length > 0 ? [{ kind: 'host-power', level, gains } as const] : []),
    ...(holds.length > 0 ? [{ kind: 'root-on-nodes', level, powers: holds } as const] : []),
  ];
}

/** What the act would change if it were done now. */
export async function previewOf(ports: ServicePorts, id: ServiceId, who: Rights, act: ServiceAct): Promise<Preview> {
  const current = await ports.engine.readService(id);
  const after = applyEdits(current.spec, await act.edits(current));
  const changes = diffSpecs(current.spec, after);
  const power = changes.length === 0 ? [] : effectsOfPower(await powerAtStake(ports, id, current.spec, after), who);
  const cluster = ports.picture.cluster();
  const planned =
    changes.length === 0 ? [] : planUpdate(cluster, id, factsOfSpec(current.spec), factsOfSpec(after)).effects;
  const effects = [...planned, ...(act.notes?.() ?? []), ...misfits(cluster, current.name, after, changes)];
  return {
    consequence: consequenceOf([...power, ...effects]),
    changes: redactChanges(changes, who),
    command: act.command(current.name, changes),
    version: current.version,
  };
}

/** In the words of the docker CLI, for the record. (docker/cli: client/service_create.go, digestWarning) */
function warningOf(note: Effect): string[] {
  if (note.kind !== 'image-unpinned') return [];
  const { image } = note;
  return [
    `image ${image} could not be accessed on a registry to record its digest. Each node will access ${image} independently, possibly leading to different nodes running different versions of the image.`,
  ];
}

/**
 * New tasks that no node can run: the constraints allow some, and the image is for another hardware than all of these.
 */
function misfits(cluster: Cluster, service: string, after: RawSpec, changes: readonly FieldChange[]): Effect[] {
  if (!changes.some(({ path }) => /^(TaskTemplate|Mode)\b/.test(path))) return [];
  const { constraints, platforms } = placementIn(after);
  const nodes = [...cluster.nodes.values()].filter((node) => takesNewTasks(node) && satisfies(node, constraints));
  if (nodes.length === 0 || nodes.some((node) => platformFits(node, platforms))) return [];
  const theirs = [...new Set(nodes.map(({ platform }) => platformText(platform)))].sort();
  return [{ kind: 'no-platform', level: 'critical', service, platforms: platforms.map(platformText), nodes: theirs }];
}

function placementIn(spec: RawSpec): { constraints: string[]; platforms: Platform[] } {
  const { Constraints, Platforms } = (plainValueOf(valueAt(parseSpec(spec), ['TaskTemplate', 'Placement']) ?? {}) ??
    {}) as { Constraints?: string[] | null; Platforms?: { Architecture?: string; OS?: string }[] | null };
  const platforms = (Platforms ?? []).map(({ Architecture = '', OS = '' }) => ({ architecture: Architecture, os: OS }));
  return { constraints: Constraints ?? [], platforms };
}
