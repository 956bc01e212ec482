'use client';

import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { IconButton } from '#components/ui/icon-button';
import { Menu, MenuChoices } from '#components/ui/menu';
import { changeAccount } from '#lib/contract/account';
import { LOCALE_NAMES, LOCALES, type Locale } from '#lib/i18n/locale';
import { remember } from './remember';
import { useSafeRouter } from './use-held-links';

export type Theme = 'light' | 'dark' | 'system';

/** Stored in the account too, so that it applies on other browsers. This browser keeps it in any case. */
const keep = (choice: { theme: Theme } | { locale: Locale }): void =>
  void call(changeAccount, { body: choice }).catch(() => undefined);

/** Light, dark, or the system's. One attribute on the root, so nothing renders again. */
export function ThemeMenu({ theme, isKept }: { theme: Theme; isKept?: boolean }) {
  const t = useTranslations('shell.theme');
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    remember('theme', next);
    document.documentElement.dataset.theme = next;
    if (isKept) keep({ theme: next });
  };
  const icon = { light: <Sun />, dark: <Moon />, system: <Monitor /> }[chosen];
  return (
    <Menu label={t('title')} trigger={<IconButton label={t('title')} icon={icon} />}>
      <MenuChoices
        label={t('title')}
        value={chosen}
        onValueChange={choose}
        options={[
          { value: 'system', label: t('system') },
          { value: 'light', label: t('light') },
          { value: 'dark', label: t('dark') },
        ]}
      />
    </Menu>
  );
}

/** Each language under its own name. */
export function LanguageMenu({ isKept }: { isKept?: boolean }) {
  const t = useTranslations('shell.language');
  const router = useSafeRouter();
  const locale = useLocale() as Locale;
  const choose = (next: Locale) => {
    remember('locale', next);
    if (isKept) keep({ locale: next });
    router.refresh();
  };
  return (
    <Menu label={t('title')} trigger={<IconButton label={t('title')} icon={<Languages />} />}>
      <MenuChoices
        label={t('title')}
        value={locale}
        onValueChange={choose}
        options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
      />
    </Menu>
  );
}
