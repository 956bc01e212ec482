/** An image reference in its parts: `registry/name:tag@sha256:…`. */
export interface ImageParts {
  repository: string;
  tag: string | null;
  digest: string | null;
}

export function parseImage(reference: string): ImageParts {
  const [named = '', digest = null] = reference.split('@', 2);
  const colon = named.lastIndexOf(':');
  if (colon <= named.lastIndexOf('/')) return { repository: named, tag: null, digest };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** What people call the image: without the digest that the engine pinned. */
export const imageName = (reference: string): string => reference.split('@', 1)[0] ?? reference;

/** With a tag, as the docker CLI writes it: `latest` where neither a tag nor a digest was named. */
export function taggedImage(reference: string): string {
  const { tag, digest } = parseImage(reference);
  return tag === null && digest === null ? `${reference}:latest` : reference;
}

/**
 * Why a registry did not resolve an image. access: it wants credentials, and Swarmdeck sends none · missing: it has no
 * such image · unreachable: no connection, or not one that is trusted · late: no answer in time · busy: too many ask at
 * once · other: in its own words.
 */
export const REGISTRY_TROUBLES = ['access', 'missing', 'unreachable', 'late', 'busy', 'other'] as const;
export type RegistryTrouble = (typeof REGISTRY_TROUBLES)[number];
