'use client';

import { useTranslations } from 'next-intl';
import { TextLink } from '#components/ui/ui-link';
import { ROLES } from '#lib/domain/access/roles';
import type { OperationNews, OperationTarget } from '#lib/domain/operation/operation';

const PLACES: Partial<Record<OperationTarget['kind'], string>> = { node: '/nodes', service: '/services' };

/** The target of an operation, linked where it is an object of the swarm. */
export function TargetLink({ target, action }: Pick<OperationNews, 'target' | 'action'>) {
  const role = useTranslations('role');
  const place = PLACES[target.kind];
  // An invitation has no person yet: its target is the name of the role.
  if (action === 'people.invite' || action === 'people.revoke-invitation') {
    const invited = ROLES.find((known) => known === target.name);
    return <span>{invited ? role(invited) : target.name}</span>;
  }
  if (!place) return <span>{target.name}</span>;
  return (
    <TextLink href={`${place}/${target.id}`} className="near:relative near:z-10 text-ink decoration-line-strong">
      {target.name}
    </TextLink>
  );
}
