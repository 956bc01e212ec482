import type { z } from 'zod';
import type { Preview } from '#lib/contract/consequence';
import type { updateService as contract, ServiceChange } from '#lib/contract/services';
import type { Principal, RequestPrincipal } from '#lib/domain/access/principal';
import { may } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { Effect } from '#lib/domain/operation/consequence';
import { serviceUpdateCommand } from '#lib/domain/operation/docker-command';
import { imageName, parseImage, taggedImage } from '#lib/domain/service/image';
import { type FieldEdit, valueAt } from '#lib/domain/spec/edit';
import { parseSpec, plainValueOf, type SpecObject } from '#lib/domain/spec/raw-spec';
import { forceEdit, imageEdit, platformsEdit, updateConfigEdits } from '#lib/domain/spec/service-edits';
import type { Versioned } from '#lib/ports/swarm-engine';
import { type Accepted, changeSpec } from '../change-spec';
import { onService, previewOf, type ServiceAct, type ServicePorts } from './service-change';

/** For whom the registry is contacted; null where this person may only look. */
type Asker = string | null;

function act(ports: ServicePorts, asker: Asker, change: ServiceChange): ServiceAct {
  const notes: Effect[] = [];
  return {
    action: 'service.update' as const,
    edits: async (current: Versioned) => {
      notes.length = 0;
      return editsOf(ports, asker, current, change, notes);
    },
    command: serviceUpdateCommand,
    notes: () => notes,
  };
}

export const updateService = (
  ports: ServicePorts,
  by: Principal,
  id: ServiceId,
  body: z.infer<(typeof contract)['body']>,
): Promise<Accepted> => changeSpec(ports, by, onService(ports, by, id, body, act(ports, askerOf(by), body.change)));

export const previewUpdate = (
  ports: ServicePorts,
  id: ServiceId,
  who: RequestPrincipal,
  change: ServiceChange,
): Promise<Preview> => previewOf(ports, id, who, act(ports, may(who, 'service:update') ? askerOf(who) : null, change));

const askerOf = (by: Principal): string => (by.kind === 'system' ? by.name : by.userId);

async function editsOf(
  ports: ServicePorts,
  asker: Asker,
  current: Versioned,
  change: ServiceChange,
  notes: Effect[],
): Promise<FieldEdit[]> {
  const tree = parseSpec(current.spec);
  const edits: FieldEdit[] = [];
  if (change.image !== undefined) edits.push(...(await imageEdits(ports, asker, tree, change.image, notes)));
  if (change.force)
    edits.push(forceEdit(Number(plainValueOf(valueAt(tree, ['TaskTemplate', 'ForceUpdate'])) ?? 0) + 1));
  const configs = [
    ...updateConfigEdits('UpdateConfig', change.updateConfig ?? {}, tree.UpdateConfig),
    ...updateConfigEdits('RollbackConfig', change.rollbackConfig ?? {}, tree.RollbackConfig),
  ];
  const mode = tree.Mode;
  if (configs.length && mode && typeof mode === 'object' && ('ReplicatedJob' in mode || 'GlobalJob' in mode))
    throw new Fault('job_not_updatable', { name: current.name });
  return [...edits, ...configs];
}

/**
 * As the docker CLI: the digest is pinned, so that all nodes run the same image, and the platforms of the image replace
 * those in the spec. Where the registry does not answer, the tag is written as it is, which the person is warned of;
 * the very same tag named again would then be no change at all, so it is an error with the reason.
 */
async function imageEdits(
  { engine }: ServicePorts,
  asker: Asker,
  tree: SpecObject,
  named: string,
  notes: Effect[],
): Promise<FieldEdit[]> {
  const now = String(valueAt(tree, ['TaskTemplate', 'ContainerSpec', 'Image']) ?? '');
  if (named === now) return [];
  const image = taggedImage(named);
  const sameTag = taggedImage(imageName(now)) === image;
  if (asker === null) {
    notes.push({ kind: 'image-not-looked-up', level: 'ok', image });
    return sameTag ? [] : [imageEdit(image)];
  }
  const answer = await engine.resolveImage(image, asker);
  if (answer.found) {
    const { reference, platforms } = answer;
    return [imageEdit(reference), ...(platforms.length > 0 ? [platformsEdit(platforms)] : [])];
  }
  const { trouble: reason, text } = answer;
  if (sameTag) throw new Fault('registry_unavailable', { name: image, reason }, text ? { engineText: text } : {});
  const kind = parseImage(image).digest ? 'platforms-unknown' : 'image-unpinned';
  notes.push({ kind, level: 'warning', image, reason, text });
  return [imageEdit(image)];
}
