import { isSpecObject, plainValueOf, type SpecObject, type SpecValue } from './raw-spec';

/** Lists whose order means nothing and whose members have a name: compared and merged member by member. */
const KEYED_LISTS: Record<string, (item: SpecValue) => string | undefined> = {
  'TaskTemplate.ContainerSpec.Env': (item) => (typeof item === 'string' ? item.split('=', 1)[0] : undefined),
  'TaskTemplate.ContainerSpec.Mounts': field('Target'),
  'TaskTemplate.ContainerSpec.Secrets': (item) => nested(item, 'File', 'Name') ?? field('SecretName')(item),
  'TaskTemplate.ContainerSpec.Configs': (item) => nested(item, 'File', 'Name') ?? field('ConfigName')(item),
  'TaskTemplate.Networks': field('Target'),
  'EndpointSpec.Ports': (item) =>
    isSpecObject(item)
      ? `${plainValueOf(item.TargetPort)}/${plainValueOf(item.Protocol) ?? 'tcp'}/${plainValueOf(item.PublishMode) ?? 'ingress'}`
      : undefined,
};

/**
 * The members by their names, in their order; undefined where the path holds no such list, or two have the same name.
 */
export function membersAt(path: string, list: SpecValue | undefined): Map<string, SpecValue> | undefined {
  const keyOf = KEYED_LISTS[path];
  if (!keyOf) return undefined;
  if (list === undefined || list === null) return new Map();
  if (!Array.isArray(list)) return undefined;
  const members = new Map<string, SpecValue>();
  for (const item of list) {
    const key = keyOf(item);
    if (key === undefined || members.has(key)) return undefined;
    members.set(key, item);
  }
  return members;
}

/** Maps whose keys are people's words: shown as Labels[a.b], so that a dot in a key is no step. */
export const isWordMap = (path: string): boolean => /(^|\.)(Labels|Options|Sysctls)$/.test(path);

/** The path of what is in `path` by this key. */
export const pathWithin = (path: string, key: string, isMember: boolean): string =>
  isMember || isWordMap(path) ? `${path}[${key}]` : path ? `${path}.${key}` : key;

/** The engine writes an empty list, an empty map and nothing at all for the same thing. */
export const isEmpty = (value: SpecValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) ? value.length === 0 : isSpecObject(value) && Object.keys(value).length === 0);

function field(name: string) {
  return (item: SpecValue): string | undefined => {
    const value = isSpecObject(item) ? item[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}

const nested = (item: SpecValue, outer: string, inner: string): string | undefined =>
  isSpecObject(item) && isSpecObject(item[outer]) ? field(inner)(item[outer]) : undefined;

/** What both sides have as objects, keys of either; null where one of them is something else. */
export const asObjects = <Values extends (SpecValue | undefined)[]>(values: Values): SpecObject[] | null =>
  values.every((value) => value === undefined || value === null || isSpecObject(value))
    ? values.map((value) => (isSpecObject(value ?? undefined) ? (value as SpecObject) : {}))
    : null;
