import type { z } from 'zod';
import type { Preview } from '#lib/contract/consequence';
import type { updateService as contract, ServiceChange } from '#lib/contract/services';
import type { Principal } from '#lib/domain/access/principal';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { serviceUpdateCommand } from '#lib/domain/operation/docker-command';
import { imageName } from '#lib/domain/service/image';
import { type FieldEdit, valueAt } from '#lib/domain/spec/edit';
import { parseSpec, plainValueOf, type SpecObject } from '#lib/domain/spec/raw-spec';
import { forceEdit, imageEdit, updateConfigEdits } from '#lib/domain/spec/service-edits';
import type { Container } from '#lib/ports/container';
import type { Versioned } from '#lib/ports/swarm-engine';
import { type Accepted, changeSpec } from '../change-spec';
import { onService, previewOf } from './service-change';

const act = (ports: Container, change: ServiceChange) => ({
  action: 'service.update' as const,
  edits: (current: Versioned) => editsOf(ports, current, change),
  command: serviceUpdateCommand,
});

export const updateService = (
  ports: Container,
  by: Principal,
  id: ServiceId,
  body: z.infer<(typeof contract)['body']>,
): Promise<Accepted> => changeSpec(ports, by, onService(ports, by, id, body, act(ports, body.change)));

export const previewUpdate = (ports: Container, id: ServiceId, who: Rights, change: ServiceChange): Promise<Preview> =>
  previewOf(ports, id, who, act(ports, change));

async function editsOf(ports: Container, current: Versioned, change: ServiceChange): Promise<FieldEdit[]> {
  const tree = parseSpec(current.spec);
  const edits: FieldEdit[] = [];
  if (change.image !== undefined) edits.push(...(await imageEdits(ports, tree, change.image)));
  if (change.force)
    edits.push(forceEdit(Number(plainValueOf(valueAt(tree, ['TaskTemplate', 'ForceUpdate'])) ?? 0) + 1));
  const configs = [
    ...updateConfigEdits('UpdateConfig', change.updateConfig ?? {}),
    ...updateConfigEdits('RollbackConfig', change.rollbackConfig ?? {}),
  ];
  const mode = tree.Mode;
  if (configs.length && mode && typeof mode === 'object' && ('ReplicatedJob' in mode || 'GlobalJob' in mode))
    throw new Fault('job_not_updatable', { name: current.name });
  return [...edits, ...configs];
}

/**
 * The digest is pinned as the docker CLI pins it, so that all nodes run the same image. A registry that cannot be asked
 * leaves the tag as it is; the very same image named again is no edit, or every task would be replaced for nothing.
 */
async function imageEdits(ports: Container, tree: SpecObject, image: string): Promise<FieldEdit[]> {
  const now = String(valueAt(tree, ['TaskTemplate', 'ContainerSpec', 'Image']) ?? '');
  if (image === now) return [];
  const pinned = image.includes('@') ? image : await ports.engine.resolveImage(image);
  if (pinned === null && imageName(now) === image) return [];
  return [imageEdit(pinned ?? image)];
}
