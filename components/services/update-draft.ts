import type { ServiceChange } from '#lib/contract/services';
import { imageReference, updateConfig } from '#lib/contract/shapes';
import { imageName } from '#lib/domain/service/image';
import { isJob, type Service, type UpdateConfig } from '#lib/domain/service/service';
import { durationText, parseDuration } from './duration';

/** The update config as typed: durations are text until valid. */
export interface ConfigDraft {
  parallelism: number | null;
  delay: string;
  failureAction: UpdateConfig['failureAction'];
  monitor: string;
  maxFailureRatio: number | null;
  order: UpdateConfig['order'];
}

export interface UpdateDraft {
  /** Without the digest. */
  image: string;
  /** Resolve the same tag again at the registry. */
  lookUp: boolean;
  force: boolean;
  update: ConfigDraft;
  rollback: ConfigDraft;
}

/** Invalid fields by reason; `kind` is the sentence's key in the catalogue. */
export type DraftErrors = { image?: 'image' } & Partial<
  Record<`${'update' | 'rollback'}.${keyof ConfigDraft}`, 'duration' | 'number'>
>;

const configDraft = (config: UpdateConfig): ConfigDraft => ({
  parallelism: config.parallelism,
  delay: durationText(config.delayMs),
  failureAction: config.failureAction,
  monitor: durationText(config.monitorMs),
  maxFailureRatio: config.maxFailureRatio,
  order: config.order,
});

export const draftOf = (service: Service): UpdateDraft => ({
  image: imageName(service.image),
  lookUp: false,
  force: false,
  update: configDraft(service.updateConfig),
  rollback: configDraft(service.rollbackConfig),
});

/** A draft moved to a service that changed meanwhile: untouched fields follow the service, edited ones stay. */
export function rebased(draft: UpdateDraft, before: UpdateDraft, after: UpdateDraft): UpdateDraft {
  const carried = <Fields extends object>(typed: Fields, from: Fields, to: Fields): Fields => {
    const entries = (Object.keys(typed) as (keyof Fields)[]).map((key) => [
      key,
      typed[key] === from[key] ? to[key] : typed[key],
    ]);
    return Object.fromEntries(entries) as Fields;
  };
  return {
    ...carried(draft, before, after),
    update: carried(draft.update, before.update, after.update),
    rollback: carried(draft.rollback, before.rollback, after.rollback),
  };
}

/**
 * The edited fields only, because an untouched field is not the person's to write. null while a field is invalid, or
 * without edits.
 */
export function readDraft(
  draft: UpdateDraft,
  shown: Service,
): { change: ServiceChange | null; errors: DraftErrors; touched: boolean } {
  const errors: DraftErrors = {};
  const change: ServiceChange = {};

  const image = draft.image.trim();
  if (!imageReference.safeParse(image).success) errors.image = 'image';
  else if (image !== imageName(shown.image) || draft.lookUp) change.image = image;
  if (draft.force) change.force = true;
  if (!isJob(shown.mode)) {
    const update = readConfig(draft.update, shown.updateConfig, 'update', errors);
    if (Object.keys(update).length > 0) change.updateConfig = update;
    const rollback = readConfig(draft.rollback, shown.rollbackConfig, 'rollback', errors);
    if (Object.keys(rollback).length > 0) change.rollbackConfig = rollback as ServiceChange['rollbackConfig'];
  }
  const touched = Object.keys(change).length > 0;
  const sound = Object.keys(errors).length === 0;
  return { change: touched && sound ? change : null, errors, touched: touched || !sound };
}

function readConfig(
  draft: ConfigDraft,
  shown: UpdateConfig,
  kind: 'update' | 'rollback',
  errors: DraftErrors,
): Partial<UpdateConfig> {
  const typed: UpdateConfig = {
    parallelism: draft.parallelism ?? Number.NaN,
    delayMs: parseDuration(draft.delay) ?? Number.NaN,
    failureAction: draft.failureAction,
    monitorMs: parseDuration(draft.monitor) ?? Number.NaN,
    maxFailureRatio: draft.maxFailureRatio ?? Number.NaN,
    order: draft.order,
  };
  const changed: Partial<UpdateConfig> = {};
  const take = <Key extends keyof UpdateConfig>(key: Key, field: keyof ConfigDraft, wrong: 'duration' | 'number') => {
    if (!updateConfig.shape[key].safeParse(typed[key]).success) errors[`${kind}.${field}`] = wrong;
    else if (typed[key] !== shown[key]) changed[key] = typed[key];
  };
  take('parallelism', 'parallelism', 'number');
  take('delayMs', 'delay', 'duration');
  take('failureAction', 'failureAction', 'number');
  take('monitorMs', 'monitor', 'duration');
  take('maxFailureRatio', 'maxFailureRatio', 'number');
  take('order', 'order', 'number');
  return changed;
}
