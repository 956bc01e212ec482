import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Frame } from '#components/shell/frame';
import { Providers } from '#components/shell/providers';
import { RecordsAway } from '#components/shell/records-away';
import { isReadable, PATH_HEADER } from '#lib/http/client';
import { currentPrincipal, whyNobodyIsKnown } from '#lib/http/page-session';
import { themeOf } from '../theme';

/** Signed-in screens under one frame and one live connection; visitors without a session go to the sign-in page. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const away = await whyNobodyIsKnown();
  if (away) return <RecordsAway fault={away} />;
  const principal = await currentPrincipal();
  if (!principal) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get(PATH_HEADER) ?? '/')}`);
  if (principal.lacksSecondFactor) redirect('/second-factor');
  const { userId, name, email, role } = principal;
  const theme = themeOf((await cookies()).get('theme')?.value);
  return (
    <Providers person={{ id: userId, name, email, role }}>
      <Frame theme={theme} isReadable={isReadable(await headers())}>
        {children}
      </Frame>
    </Providers>
  );
}
