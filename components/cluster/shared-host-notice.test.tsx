import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { aManager, aService } from '#lib/domain/testing/builders';
import { SharedHostNotice } from './shared-host-notice';

const aPublished = (id: string, publishedPort: number) =>
  aService({ id, ports: [{ protocol: 'tcp', targetPort: 80, publishedPort, mode: 'ingress' }] });
const services = Array.from({ length: 7 }, (_, n) => aPublished(`web${n}`, 8080 + n));
const nodes = [{ ...aManager('m1'), hostname: 'm1', address: '10.0.0.11' }];
const notice = <SharedHostNotice nodes={nodes} services={services} />;
const { href } = window.location;

beforeEach(() => {
  localStorage.clear();
  at('http://m1.example.org:3000/');
});
afterEach(() => at(href));

const at = (address: string) =>
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(address);

test('an admin reads which services share the host name and what to do, and dismisses it for good', async () => {
  const { user, unmount } = renderScreen(notice);
  expect(document.body.textContent).toContain('m1.example.org');
  expect(document.body.textContent).toContain(
    'web0 (8080), web1 (8081), web2 (8082), web3 (8083), web4 (8084), and 2 more',
  );
  expect(document.body.textContent).toContain('BASE_URL');
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(document.body.textContent).not.toContain('m1.example.org');
  unmount();
  renderScreen(notice);
  expect(document.body.textContent).not.toContain('m1.example.org');
});

test('it is for admins alone', () => {
  renderScreen(notice, { role: 'lead' });
  expect(document.body.textContent).toBe('');
});

test('nothing is said where the console is open by a name of another machine', () => {
  at('https://console.example.org/');
  renderScreen(notice);
  expect(document.body.textContent).toBe('');
});
