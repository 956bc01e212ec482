import type { z } from 'zod';
import type { Preview } from '#lib/contract/consequence';
import type { setAvailability as contract } from '#lib/contract/nodes';
import type { Principal } from '#lib/domain/access/principal';
import { isProtected, ownServiceIn } from '#lib/domain/access/protected-service';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Availability } from '#lib/domain/node/node';
import { nodeNames, nodeReference } from '#lib/domain/node/node-name';
import { consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import { nodeUpdateCommand } from '#lib/domain/operation/docker-command';
import { diffSpecs } from '#lib/domain/spec/diff';
import { applyEdits } from '#lib/domain/spec/edit';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import { availabilityEdit } from '#lib/domain/spec/service-edits';
import { isOver, isWanted } from '#lib/domain/task/task';
import { planAvailability } from '#lib/plan/plan-availability';
import type { Container } from '#lib/ports/container';
import type { Versioned } from '#lib/ports/swarm-engine';
import { type Accepted, changeSpec, type SpecWritePorts } from '../change-spec';

type NodePorts = SpecWritePorts & Pick<Container, 'picture' | 'settings'>;

type Body = z.infer<(typeof contract)['body']>;

/** active · pause (no new tasks) · drain (tasks stop and move). */
export function setAvailability(ports: NodePorts, by: Principal, id: NodeId, body: Body): Promise<Accepted> {
  return changeSpec(ports, by, {
    action: 'node.availability',
    target: { kind: 'node', id },
    read: async () => named(ports, id, await ports.engine.readNode(id)),
    edits: () => [availabilityEdit(body.availability)],
    request: (version, spec) => ports.engine.nodeUpdateRequest(id, version, spec),
    command: () => nodeUpdateCommand(referenceOf(ports, id), body.availability),
    version: body.version,
    // A node's version moves with its every heartbeat problem; of its spec only the availability concerns this act.
    base: async () => rawSpec(JSON.stringify({ Availability: body.seen })),
    overwrite: body.overwrite,
  });
}

export async function previewAvailability(ports: NodePorts, id: NodeId, availability: Availability): Promise<Preview> {
  const current = await ports.engine.readNode(id);
  return {
    consequence: consequenceOf([
      ...planAvailability(ports.picture.cluster(), id, availability).effects,
      ...(availability === 'drain' ? protectedOn(ports, id) : []),
    ]),
    changes: diffSpecs(current.spec, applyEdits(current.spec, [availabilityEdit(availability)])),
    command: nodeUpdateCommand(referenceOf(ports, id), availability),
    version: current.version,
  };
}

const referenceOf = ({ picture }: NodePorts, id: NodeId): string => nodeReference(picture.cluster().nodes, id);

/** In the record twins are distinguished too. */
const named = ({ picture }: NodePorts, id: NodeId, node: Versioned): Versioned => ({
  ...node,
  name: nodeNames(picture.cluster().nodes.values()).get(id) ?? node.name,
});

/** The console, or its database, has a task there that goes with the node's others. */
function protectedOn({ picture, settings }: NodePorts, id: NodeId): Effect[] {
  const cluster = picture.cluster();
  const own = ownServiceIn(cluster, settings.containerId);
  const here = new Set<ServiceId>();
  for (const task of cluster.tasks.values())
    if (task.nodeId === id && isWanted(task) && !isOver(task)) here.add(task.serviceId);
  const services = [...here]
    .flatMap((serviceId) => cluster.services.get(serviceId) ?? [])
    .filter((service) => isProtected(service, own))
    .map(({ name }) => name)
    .sort();
  return services.length > 0 ? [{ kind: 'protected-moves', level: 'warning', services }] : [];
}
