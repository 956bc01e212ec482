'use client';

import { CircleUserRound, LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button';
import { Menu, MenuHeading, MenuItem, MenuLine } from '#components/ui/menu';
import { signOut } from '#lib/contract/session/sign-out';
import { call } from '../api/call';
import { usePerson } from './person';

/** Who is signed in, as what, and the way out. */
export function AccountMenu() {
  const t = useTranslations('shell.account');
  const role = useTranslations('role');
  const person = usePerson();
  const leave = async () => {
    await call(signOut, {}).catch(() => undefined);
    // A full load: nothing of what this person saw stays in memory.
    window.location.assign('/sign-in');
  };
  return (
    <Menu label={t('title')} trigger={<IconButton label={t('title')} icon={<CircleUserRound />} />}>
      <MenuHeading>
        <span className="block font-medium text-ink text-sm">{person.name}</span>
        <span className="block">{person.email}</span>
        <span className="block">{role(person.role)}</span>
      </MenuHeading>
      <MenuLine />
      <MenuItem icon={<LogOut className="size-4" />} onSelect={() => void leave()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
