'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/class-names';
import { SkipLink } from '#components/ui/skip-link';
import { AccountMenu } from './account-menu';
import { LanguageMenu, type Theme, ThemeMenu } from './choices';
import { CommandPalette } from './command-palette';
import { ConnectionBadge } from './connection-badge';
import { FollowRole } from './follow-role';
import { Mark } from './mark';
import { PLACES } from './places';
import { PlainHttp } from './plain-http';
import { StaleBanner } from './stale-banner';

const isHere = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);

/** The frame of every signed-in screen: navigation, connection, account. */
export function Frame({ theme, isReadable, children }: { theme: Theme; isReadable: boolean; children: ReactNode }) {
  const t = useTranslations('shell');
  return (
    <>
      <SkipLink>{t('skip')}</SkipLink>
      <FollowRole />
      <header className="sticky top-0 z-30 flex h-(--bar) items-center gap-1 border-line border-b bg-surface px-3 sm:px-4">
        <Link
          href="/"
          className="mr-auto flex items-center gap-2 rounded-md px-1 py-1 font-semibold text-base tracking-tight lg:w-44"
        >
          <Mark className="size-5" />
          {/* A phone has no room for it beside the connection and four buttons. */}
          <span className="max-sm:sr-only">Swarmdeck</span>
        </Link>
        <ConnectionBadge />
        <CommandPalette />
        <LanguageMenu isKept />
        <ThemeMenu theme={theme} isKept />
        <AccountMenu />
      </header>
      <div className="mx-auto flex w-full max-w-[96rem] items-start">
        <Navigation />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-5 pb-24 outline-none sm:px-6 md:pb-12">
          {isReadable && <PlainHttp className="mb-4" />}
          <StaleBanner />
          {children}
        </main>
      </div>
    </>
  );
}

/** A column on the left, narrower on a tablet; a bar at the bottom of a narrow screen. */
function Navigation() {
  const t = useTranslations('shell.places');
  const path = usePathname();
  return (
    <nav
      aria-label={t('title')}
      className="max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:border-line max-md:border-t max-md:bg-surface max-md:pb-[env(safe-area-inset-bottom)] md:sticky md:top-(--bar) md:w-20 md:shrink-0 md:p-2 lg:w-48 lg:p-3"
    >
      <ul className="flex gap-0.5 max-md:justify-around md:flex-col">
        {PLACES.map(({ href, key, icon: Icon }) => {
          const here = isHere(href, path);
          return (
            <li key={href} className="max-md:flex-1">
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex items-center rounded-md transition-colors duration-100 max-lg:flex-col max-lg:gap-0.5 max-lg:py-2 max-lg:text-2xs lg:h-8 lg:gap-2.5 lg:px-2.5 lg:text-sm',
                  here
                    ? 'font-medium text-ink md:bg-pressed [&>svg]:text-accent-mark'
                    : 'text-ink-muted hover:text-ink md:hover:bg-hover',
                )}
              >
                <Icon aria-hidden="true" className="size-4 max-lg:size-5" />
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
