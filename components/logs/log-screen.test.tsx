import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { readServiceLogs } from '#lib/contract/services';
import { Fault } from '#lib/domain/fault';
import { aServiceId } from '#lib/domain/testing/builders';
import { LogScreen } from './log-screen';

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

const pressed = (name: RegExp) => screen.getByRole('button', { name }).getAttribute('aria-pressed');

function shown({ narrow }: { narrow: boolean }) {
  vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: narrow } as MediaQueryList);
  const { console, user } = renderScreen(
    <LogScreen
      of={{ kind: 'service', id: aServiceId('web') }}
      serviceId={aServiceId('web')}
      label="Log lines of web"
    />,
  );
  console.on(readServiceLogs, () => {
    throw new Fault('log_streams_full', { limit: 8 });
  });
  return user;
}

test('on a phone long lines wrap and times are off, until the person chooses otherwise', async () => {
  const user = shown({ narrow: true });
  expect(pressed(/^Wrap long lines/)).toBe('true');
  expect(pressed(/^Show times/)).toBe('false');
  await user.click(screen.getByRole('button', { name: /^Wrap long lines/ }));
  expect(pressed(/^Wrap long lines/)).toBe('false');
});

test('on a desk lines stay whole and have their times', () => {
  shown({ narrow: false });
  expect(pressed(/^Wrap long lines/)).toBe('false');
  expect(pressed(/^Show times/)).toBe('true');
});
