'use client';

import { CircleUserRound, KeySquare, LogOut, UserRoundCog, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { call } from '#components/api/call';
import { IconButton } from '#components/ui/icon-button';
import { Menu, MenuHeading, MenuItem, MenuLine } from '#components/ui/menu';
import { signOut } from '#lib/contract/session';
import { may } from '#lib/domain/access/roles';
import { usePerson } from './person';

/** The account's name and role, settings, sign-out. */
export function AccountMenu() {
  const t = useTranslations('shell.account');
  const role = useTranslations('role');
  const person = usePerson();
  const leave = async () => {
    await call(signOut, {}).catch(() => undefined);
    // A full load, so that nothing of this session stays in memory.
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
      <MenuItem icon={<UserRoundCog className="size-4" />} href="/settings/account">
        {t('own')}
      </MenuItem>
      <MenuItem icon={<KeySquare className="size-4" />} href="/settings/tokens">
        {t('tokens')}
      </MenuItem>
      {may(person.role, 'people:administer') && (
        <MenuItem icon={<Users className="size-4" />} href="/settings/people">
          {t('people')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={<LogOut className="size-4" />} onSelect={() => void leave()}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
