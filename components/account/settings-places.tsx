'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { usePerson } from '#components/shell/person';
import { cn } from '#components/ui/class-names';
import { may } from '#lib/domain/access/roles';

/** The settings screens: the own account, and for admins people. */
export function SettingsPlaces() {
  const t = useTranslations('shell.account');
  const path = usePathname();
  const places = [
    { href: '/settings/account', label: t('own') },
    { href: '/settings/tokens', label: t('tokens') },
    ...(may(usePerson().role, 'people:administer') ? [{ href: '/settings/people', label: t('people') }] : []),
  ];
  return (
    <nav aria-label={t('title')} className="mb-5 border-line border-b">
      <ul className="-mb-px flex gap-5 overflow-x-auto">
        {places.map(({ href, label }) => {
          const here = path.startsWith(href);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'block whitespace-nowrap border-b-2 py-2 text-sm',
                  here ? 'border-accent-mark font-medium text-ink' : 'border-transparent text-ink-muted hover:text-ink',
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
