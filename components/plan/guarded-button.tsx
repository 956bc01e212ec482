'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { usePerson } from '#components/shell/person';
import { Button, type ButtonProps } from '#components/ui/button';
import { Tooltip } from '#components/ui/tooltip';
import { leastRoleFor, may, type Verb } from '#lib/domain/access/roles';

export interface GuardedButtonProps extends ButtonProps {
  /** The right that the button requires. */
  verb: Verb;
}

/** A button that stays visible for people without the right, and shows which roles have it. */
export function GuardedButton({ verb, ...props }: GuardedButtonProps) {
  const t = useTranslations('act');
  const role = useTranslations('role');
  const why = useId();
  if (may(usePerson().role, verb)) return <Button {...props} />;
  const words = t('needsRole', { role: role(leastRoleFor(verb)) });
  return (
    <Tooltip content={words}>
      {/* A disabled button takes neither focus nor pointer, so the hint belongs to its wrapper. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by the keyboard */}
      <span tabIndex={0} className="inline-flex rounded-md">
        <Button {...props} disabled aria-describedby={why} />
        <span id={why} className="sr-only">
          {words}
        </span>
      </span>
    </Tooltip>
  );
}
