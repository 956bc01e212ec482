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
