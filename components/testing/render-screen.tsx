import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AppRouterContext, type AppRouterInstance } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { PathnameContext, SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { LiveContext } from '#components/live/live-provider';
import { type Person, PersonProvider } from '#components/shell/person';
import { UiEnvironmentProvider } from '#components/shell/ui-root';
import type { UiLinkProps } from '#components/ui/ui-provider';
import type { Role } from '#lib/domain/access/roles';
import en from '#messages/en.json';
import { FakeConsole } from './fake-console';
import { FakeLive } from './fake-live';

/** Epoch ms at which the "server" rendered. */
export const RENDERED_AT = Date.parse('2026-01-01T12:00:00Z');

const PlainLink = (props: UiLinkProps) => <a {...props} />;

/** Renders a component in English for a person of this role, with a console and a swarm that the test controls. */
export function renderScreen(
  screen: ReactNode,
  { role = 'admin', address = '/' }: { role?: Role; address?: string } = {},
) {
  const console = new FakeConsole();
  const live = new FakeLive();
  const person: Person = { id: 'p1', name: 'Ada', email: 'ada@example.org', role };
  const { pathname, searchParams } = new URL(address, 'http://console.test');
  const router = { push: vi.fn(), replace: vi.fn(), refresh: vi.fn(), back: vi.fn() };
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <UiEnvironmentProvider renderedAt={RENDERED_AT} Link={PlainLink}>
        <QueryClientProvider client={queries}>
          <PersonProvider person={person}>
            <AppRouterContext value={router as unknown as AppRouterInstance}>
              <PathnameContext value={pathname}>
                <SearchParamsContext value={searchParams}>
                  <LiveContext value={live}>{children}</LiveContext>
                </SearchParamsContext>
              </PathnameContext>
            </AppRouterContext>
          </PersonProvider>
        </QueryClientProvider>
      </UiEnvironmentProvider>
    </NextIntlClientProvider>
  );
  return { ...render(screen, { wrapper }), console, live, router, user: userEvent.setup() };
}
