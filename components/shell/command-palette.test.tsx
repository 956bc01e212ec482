import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aNode, aNodeId, aService, aServiceId } from '#lib/domain/testing/builders';
import { CommandPalette } from './command-palette';
import { StaleBanner } from './stale-banner';

function shown(role: 'operator' | 'viewer' = 'operator') {
  const drawn = renderScreen(
    <>
      <StaleBanner />
      <CommandPalette />
    </>,
    { role },
  );
  act(() =>
    drawn.live.show({
      nodes: [aNode({ id: 'w1', hostname: 'w1' })],
      services: [
        { ...aService({ id: 'web' }), tally: EMPTY_TALLY },
        { ...aService({ id: 'agent', mode: { kind: 'global' } }), tally: EMPTY_TALLY },
      ],
    }),
  );
  return drawn;
}
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);

test('Ctrl-K finds what is typed, and Enter goes there', async () => {
  const { user, router } = shown();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(screen.getByRole('combobox'), 'drain w1');
  expect(options()).toEqual(['Drain: w1Action', 'Find tasks: drain w1Tasks']);
  await user.keyboard('{Enter}');
  expect(router.push).toHaveBeenCalledExactlyOnceWith(`/nodes/${aNodeId('w1')}?do=drain`);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('arrow keys choose, and a global service is offered no scale', async () => {
  const { user, router } = shown();
  await user.click(screen.getByRole('button', { name: 'Search and commands' }));
  await user.type(screen.getByRole('combobox'), 'agent');
  expect(options().some((label) => label?.startsWith('Scale'))).toBe(false);
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}{Enter}');
  expect(router.push).toHaveBeenCalledExactlyOnceWith(`/services/${aServiceId('agent')}`);
});

test('who may not act is offered places and no actions', async () => {
  const { user } = shown('viewer');
  await user.keyboard('{Control>}k{/Control}');
  expect(options().filter((label) => label?.endsWith('Action'))).toEqual([]);
  expect(options()).toContain('webService');
});

test('what is found nowhere is sought among the tasks', async () => {
  const { user, router } = shown();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(screen.getByRole('combobox'), 'a&b{Enter}');
  expect(router.push).toHaveBeenCalledExactlyOnceWith('/tasks?q=a%26b');
});

test('? shows the shortcuts, but not where somebody types', async () => {
  const { user } = shown();
  await user.keyboard('{Control>}k{/Control}');
  await user.type(screen.getByRole('combobox'), '?');
  expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).toBeNull();
  await user.keyboard('{Escape}?');
  expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
});

test('while the console is away a chosen command goes nowhere, and the banner says why', async () => {
  const { live, user, router } = shown();
  act(() => live.connect({ link: 'lost' }));
  await user.keyboard('{Control>}k{/Control}');
  await user.type(screen.getByRole('combobox'), 'w1{Enter}');
  const banner = await screen.findByRole('alert', {}, { timeout: 4000 });
  expect(router.push).not.toHaveBeenCalled();
  expect(banner.textContent).toContain('This link opens once the console responds again');
});
