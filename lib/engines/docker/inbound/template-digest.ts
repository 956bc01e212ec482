import { createHash } from 'node:crypto';
import type { WireTaskTemplate } from './wire-shapes';

/** Digests kept by the template's text: thousands of tasks carry the same one. */
const KEPT = 2000;
const digests = new Map<string, string>();

/**
 * Sixteen hex digits of a task template, the same for a service's TaskTemplate and for the Spec of the tasks made of it.
 * Tasks lack Runtime, and what is empty is written in several ways ({}, [], null or not at all).
 */
export function templateDigest(template: WireTaskTemplate | undefined): string {
  const text = JSON.stringify(template ?? {});
  const held = digests.get(text);
  if (held) return held;
  const { Runtime: _, ...rest } = (template ?? {}) as WireTaskTemplate & { Runtime?: string };
  const essence = JSON.stringify(essenceOf({ ...rest, ForceUpdate: rest.ForceUpdate || undefined })) ?? '';
  const digest = createHash('sha256').update(essence).digest('hex').slice(0, 16);
  if (digests.size >= KEPT) digests.clear();
  digests.set(text, digest);
  return digest;
}

/** Without what is empty, keys in order. Zeros and false stay: for a pointer field they mean something. */
function essenceOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value ?? undefined;
  if (Array.isArray(value)) return value.length ? value.map((item) => essenceOf(item) ?? null) : undefined;
  const fields = Object.entries(value)
    .map(([key, inner]) => [key, essenceOf(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.length ? Object.fromEntries(fields) : undefined;
}
