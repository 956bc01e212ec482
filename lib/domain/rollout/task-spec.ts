import { textDigest } from '../text-digest';

/** A task template as the Docker API prints it: a service's TaskTemplate, or the Spec of a task. */
export interface TaskTemplateJson {
  Placement?: object | null;
  ForceUpdate?: number;
  Runtime?: string;
}

/** Digests kept by the template's text, because thousands of tasks carry the same one. */
const KEPT = 2000;
const digests = new Map<string, string>();

/**
 * `<rest>.<placement>`: digests of a task template without its placement, and of the placement, which SwarmKit compares
 * apart (SwarmKit: manager/orchestrator/task.go, IsTaskDirty). The same for a service and for the tasks made of it:
 * tasks lack Runtime, and what is empty is written in several ways ({}, [], null or not at all).
 */
export function templateDigest(template: TaskTemplateJson | undefined): string {
  const text = JSON.stringify(template ?? {});
  const held = digests.get(text);
  if (held) return held;
  const { Runtime: _, Placement, ForceUpdate, ...rest } = template ?? {};
  const digest = `${digestOf({ ...rest, ForceUpdate: ForceUpdate || undefined })}.${digestOf(Placement)}`;
  if (digests.size >= KEPT) digests.clear();
  digests.set(text, digest);
  return digest;
}

/** An absent endpoint spec differs from an empty one, because SwarmKit compares the pointers' values. */
export const endpointDigest = (endpoint: object | null | undefined): string =>
  endpoint ? digestOf({ ...endpoint, given: true }) : 'none';

/** The two halves of a template digest. */
export function templateParts(digest: string): { rest: string; placement: string } {
  const [rest = '', placement = ''] = digest.split('.');
  return { rest, placement };
}

const digestOf = (value: unknown): string => textDigest(JSON.stringify(essenceOf(value)) ?? '');

/** Digits that no double holds: the ledger keeps them as text, the engine sends them as a number. */
const LARGE = /^\d{16,20}$/;

/** Without what is empty, keys in order. Zeros and false stay: for a pointer field they mean something. */
function essenceOf(value: unknown): unknown {
  if (typeof value === 'string' && LARGE.test(value)) return Number(value);
  if (value === null || typeof value !== 'object') return value ?? undefined;
  if (Array.isArray(value)) return value.length ? value.map((item) => essenceOf(item) ?? null) : undefined;
  const fields = Object.entries(value)
    .map(([key, inner]) => [key, essenceOf(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.length ? Object.fromEntries(fields) : undefined;
}
