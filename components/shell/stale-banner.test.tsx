import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { aManager } from '#lib/domain/testing/builders';
import type { FeedStatus } from '#lib/live/feed-status';
import { LanguageMenu } from './choices';
import { StaleBanner } from './stale-banner';

const page = (
  <>
    <StaleBanner />
    <a href="/nodes">Nodes</a>
  </>
);

test('while managers are frozen it says what each answers and that the quorum is lost, and nothing of an action', async () => {
  const { live } = renderScreen(page);
  const attempt = (endpoint: string, reason: string) => ({
    endpoint,
    at: 0,
    fault: { code: 'engine_timeout' as const, params: { endpoint, seconds: 2, reason }, engineText: null },
  });
  const feed = {
    phase: 'interrupted',
    attempts: [
      attempt('tcp://10.0.0.11:2375', 'holds'),
      attempt('tcp://10.0.0.12:2375', 'silent'),
      attempt('unix:///m3.sock', 'silent'),
    ],
  } as unknown as FeedStatus;
  act(() => {
    live.show({
      nodes: ['11', '12', '13'].map((last) => ({
        ...aManager(`m${last}`),
        hostname: `m${last}`,
        address: `10.0.0.${last}`,
      })),
    });
    live.connect({ feed });
  });
  const banner = await screen.findByRole('alert', {}, { timeout: 4000 });
  expect(banner.textContent).toContain('The quorum is lost: 2 of 3 managers do not answer, 2 are needed.');
  const managers = screen.getAllByRole('listitem').map(({ textContent }) => textContent?.split(':')[0]);
  expect(managers).toEqual(['m11', 'm12', 'unix']);
  expect(banner.textContent).not.toMatch(/nothing was changed|try again\b/i);
});

test('while the console is away a link stays on the page and says so', async () => {
  const { live, user } = renderScreen(page);
  const gone: string[] = [];
  document.addEventListener('click', (event) => {
    if (!event.defaultPrevented) gone.push('left');
    event.preventDefault();
  });
  await user.click(screen.getByRole('link', { name: 'Nodes' }));
  expect(gone).toEqual(['left']);
  act(() => live.connect({ link: 'lost' }));
  const banner = await screen.findByRole('alert', {}, { timeout: 4000 });
  await user.click(screen.getByRole('link', { name: 'Nodes' }));
  expect(gone).toEqual(['left']);
  expect(banner.textContent).toContain('This link opens once the console responds again');
});

test('a menu leads nowhere either: another language is chosen once the console answers', async () => {
  const { live, user, router } = renderScreen(
    <>
      <StaleBanner />
      <LanguageMenu />
    </>,
  );
  act(() => live.connect({ link: 'lost' }));
  await screen.findByRole('alert', {}, { timeout: 4000 });
  await user.click(screen.getByRole('button', { name: 'Language' }));
  await user.click(screen.getByRole('menuitemradio', { name: '简体中文' }));
  expect(router.refresh).not.toHaveBeenCalled();
});

test('managers of one host name are told apart', async () => {
  const { live } = renderScreen(page);
  const fault = { code: 'engine_timeout' as const, params: { endpoint: '', seconds: 2 }, engineText: null };
  const attempts = ['11', '12'].map((last) => ({ endpoint: `tcp://10.0.0.${last}:2375`, at: 0, fault }));
  act(() => {
    live.show({
      nodes: ['11', '12'].map((last) => ({ ...aManager(`m${last}`), hostname: 'm1', address: `10.0.0.${last}` })),
    });
    live.connect({ feed: { phase: 'interrupted', attempts } as unknown as FeedStatus });
  });
  await screen.findByRole('alert', {}, { timeout: 4000 });
  const managers = screen.getAllByRole('listitem').map(({ textContent }) => textContent?.split(':')[0]);
  expect(managers).toEqual(['m1 (m11000000000)', 'm1 (m12000000000)']);
});
