import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import { ServiceActs } from './service-acts';

const web = { ...aService({ id: 'web' }), tally: EMPTY_TALLY };

test('without an earlier revision there is no rolling back, and the button says why', async () => {
  const onAsk = vi.fn();
  const { user } = renderScreen(<ServiceActs service={web} mayGoBack={false} onAsk={onAsk} />);
  const button = screen.getByRole('button', { name: 'Roll back' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'There is no earlier revision to go back to',
  );
  await user.click(button);
  expect(onAsk).not.toHaveBeenCalled();
});

test('with one, or while it is not known yet, the button asks', async () => {
  const onAsk = vi.fn();
  const { user } = renderScreen(<ServiceActs service={web} mayGoBack={undefined} onAsk={onAsk} />);
  await user.click(screen.getByRole('button', { name: 'Roll back' }));
  expect(onAsk).toHaveBeenCalledExactlyOnceWith({ act: 'rollback' });
});
