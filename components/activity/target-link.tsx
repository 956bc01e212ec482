'use client';

import { TextLink } from '#components/ui/ui-link';
import type { OperationTarget } from '#lib/domain/operation/operation';

const PLACES: Partial<Record<OperationTarget['kind'], string>> = { node: '/nodes', service: '/services' };

/** What an act was about, leading there where it is a thing of the swarm. */
export function TargetLink({ target }: { target: OperationTarget }) {
  const place = PLACES[target.kind];
  if (!place) return <span>{target.name}</span>;
  return (
    <TextLink href={`${place}/${target.id}`} className="relative z-10 text-ink decoration-line-strong">
      {target.name}
    </TextLink>
  );
}
