import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { LanguageMenu, ThemeMenu } from '#components/shell/choices';
import { Mark } from '#components/shell/mark';
import { PlainHttp } from '#components/shell/plain-http';
import { RecordsAway } from '#components/shell/records-away';
import { isReadable } from '#lib/http/client';
import { whyNobodyIsKnown } from '#lib/http/page-session';
import { themeOf } from '../theme';

/** The frame before sign-in: the logo, the language, the theme, and one card. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  const away = await whyNobodyIsKnown();
  if (away) return <RecordsAway fault={away} />;
  const theme = themeOf((await cookies()).get('theme')?.value);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-(--bar) items-center gap-1 px-3 sm:px-4">
        <span className="mr-auto flex items-center gap-2 px-1 font-semibold text-base tracking-tight">
          <Mark className="size-5" />
          Swarmdeck
        </span>
        <LanguageMenu />
        <ThemeMenu theme={theme} />
      </header>
      <main className="flex flex-1 flex-col items-center px-4 pt-[12vh] pb-16">
        {isReadable(await headers()) && <PlainHttp className="-mt-[6vh] mb-6 w-full max-w-sm" />}
        {children}
      </main>
    </div>
  );
}
