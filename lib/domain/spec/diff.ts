import type { FieldChange } from '../operation/operation';
import {
  isSpecObject,
  parseSpec,
  plainValueOf,
  type RawSpec,
  type SpecObject,
  type SpecValue,
  sameValue,
} from './raw-spec';

/** Lists whose order means nothing and whose members have a name: a diff compares them member by member. */
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

/** Fields whose values may hold secrets: verb `spec:sensitive`. Their presence and change may be seen by all. */
const SENSITIVE = [
  /^TaskTemplate\.ContainerSpec\.(Env|Args|Command|Hosts)\b/,
  /^TaskTemplate\.ContainerSpec\.Healthcheck\.Test\b/,
  /^TaskTemplate\.LogDriver\.Options\b/,
  /^TaskTemplate\.ContainerSpec\.Mounts\b.*\.DriverConfig\b/,
];

export const isSensitivePath = (path: string): boolean => SENSITIVE.some((pattern) => pattern.test(path));

/** Maps whose keys are people's words: shown as Labels[a.b], so that a dot in a key is no step. */
const isWordMap = (path: string): boolean => /(^|\.)(Labels|Options|Sysctls)$/.test(path);

/** Field by field, what makes `after` differ from `before`; in the order of the paths. */
export function diffSpecs(before: RawSpec, after: RawSpec): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', parseSpec(before), parseSpec(after), changes);
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function compare(path: string, before: SpecValue | undefined, after: SpecValue | undefined, into: FieldChange[]): void {
  if (sameValue(before, after)) return;
  const keyOf = KEYED_LISTS[path];
  const members = keyOf && { before: byKey(before, keyOf), after: byKey(after, keyOf) };
  if (members?.before && members.after) {
    eachKey(path, members.before, members.after, true, into);
    return;
  }
  if (isSpecObject(before ?? {}) && isSpecObject(after ?? {}) && (before !== undefined || after !== undefined)) {
    const [a, b] = [(before ?? {}) as SpecObject, (after ?? {}) as SpecObject];
    if (Object.keys(a).length + Object.keys(b).length > 0) {
      eachKey(path, a, b, isWordMap(path), into);
      return;
    }
  }
  if (isEmpty(before) && isEmpty(after)) return;
  into.push({
    path,
    before: plainValueOf(before) ?? null,
    after: plainValueOf(after) ?? null,
    ...(isSensitivePath(path) && { sensitive: true }),
  });
}

function eachKey(path: string, a: SpecObject, b: SpecObject, bracketed: boolean, into: FieldChange[]): void {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = bracketed ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    compare(inner, a[key], b[key], into);
  }
}

function byKey(list: SpecValue | undefined, keyOf: (item: SpecValue) => string | undefined): SpecObject | undefined {
  if (list === undefined || list === null) return {};
  if (!Array.isArray(list)) return undefined;
  const members: SpecObject = {};
  for (const item of list) {
    const key = keyOf(item);
    if (key === undefined || key in members) return undefined;
    members[key] = item;
  }
  return members;
}

/** The engine writes an empty list, an empty map and nothing at all for the same thing. */
const isEmpty = (value: SpecValue | undefined): boolean =>
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
  isSpecObject(item) && item[outer] !== undefined ? field(inner)(item[outer]) : undefined;
