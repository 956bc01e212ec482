import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { UiRoot } from '#components/shell/ui-root';
import { themeOf } from './theme';

/** Every page depends on the session and carries a nonce, so none can be prerendered. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: { default: 'Swarmdeck', template: '%s · Swarmdeck' } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get('theme')?.value);
  return (
    <html lang={await getLocale()} data-theme={theme}>
      <body>
        <NextIntlClientProvider>
          <UiRoot renderedAt={Date.now()}>{children}</UiRoot>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
