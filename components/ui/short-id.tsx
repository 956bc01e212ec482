'use client';

import { CopyButton } from './copy-button';

/** An id as docker shows it, with the whole one to copy. */
export function ShortId({ id, length = 12 }: { id: string; length?: number }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-xs" title={id}>
        {id.slice(0, length)}
      </code>
      <CopyButton text={id} />
    </span>
  );
}
