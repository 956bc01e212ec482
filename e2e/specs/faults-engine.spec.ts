import { expect } from '@playwright/test';
import { SocketGate } from '../faults/socket-gate';
import { actsOn, askToScale, badge, isMarked, type OwnConsole, socketsOf, test } from '../faults/test';
import type { Lab } from '../swarm/lab';

/** A console that knows one manager, which is not the leader: what happens to that one happens to it. */
async function ourManager(lab: Lab) {
  const leader = await lab.leader();
  const ours = lab.managers().find(({ name }) => name !== leader.name);
  if (!ours) throw new Error('the lab has no second manager');
  return { ours, leader };
}

const WRITE = /POST \/v[\d.]+\/services\/\w+\/update/;

const firstRow = (page: Awaited<ReturnType<OwnConsole['window']>>) => page.getByRole('row').nth(1);

test('the control socket is gone while docker.sock lives, then dockerd restarts: polling, push, and nothing is missed', async ({
  lab,
  ownConsole,
}) => {
  const { ours, leader } = await ourManager(lab);
  const control = await SocketGate.before(`${ours.controlSocketDirectory}/control.sock`, 'control.sock');
  await lab.service({ name: 'web', replicas: 1 });
  const { window } = await ownConsole([`unix://${ours.socket}?control=${control.path}`]);
  const page = await window('/services');
  const banner = page.getByRole('banner');
  const row = page.getByRole('row', { name: /web/ });
  await expect(banner).toContainText('push', { timeout: 20_000 });
  await expect(row).toContainText('1/1', { timeout: 30_000 });

  control.close();
  await expect(banner).toContainText('polling', { timeout: 20_000 });
  await banner.getByRole('button', { name: /^Live/ }).click();
  await expect(page.getByText('There is no control socket', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await lab.docker(leader.name, ['service', 'scale', '--detach', 'web=2']);
  await expect(row, 'changes arrive all the same').toContainText('2/2', { timeout: 30_000 });
  await control.open();
  await expect(banner).toContainText('push', { timeout: 30_000 });
  await lab.docker(leader.name, ['service', 'scale', '--detach', 'web=3']);
  await expect(row).toContainText('3/3', { timeout: 30_000 });

  await lab.stopDocker(ours.name);
  const stale = page.getByRole('alert').filter({ hasText: 'The swarm cannot be read' });
  await expect(stale).toContainText('cannot be reached', { timeout: 20_000 });
  await expect(row, 'the last state stays').toContainText('web');
  await lab.docker(leader.name, ['service', 'scale', '--detach', 'web=1']);
  await lab.startDocker(ours.name);
  await expect(badge(page)).toHaveText(/live/i, { timeout: 60_000 });
  await expect(row, 'what happened meanwhile is there').toContainText('1/1', { timeout: 30_000 });
  await expect(banner).toContainText('push', { timeout: 30_000 });
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
  control.dispose();
});

test('the console is killed in the middle of an act: the next start tells what became of it', async ({
  lab,
  ownConsole,
}) => {
  const { ours } = await ourManager(lab);
  const engine = await SocketGate.before(ours.socket, 'docker.sock');
  const id = await lab.service({ name: 'web', replicas: 1 });
  await lab.untilRunning('web', 1);
  const { process, api, window } = await ownConsole([`unix://${engine.path}?control=none`]);
  const page = await window('/activity');
  await expect(badge(page)).toHaveText(/live/i, { timeout: 30_000 });
  const sent = engine.at(WRITE, () => lab.pauseDocker(ours.name));
  const answer = askToScale(api, id, 3).catch(() => 'no answer');
  await sent;
  await process.stop('SIGKILL');
  expect(await answer).toBe('no answer');
  lab.resumeDocker(ours.name);
  await expect(badge(page)).not.toHaveText(/live/i);

  await process.start();
  await expect(badge(page), 'the page finds the console again by itself').toHaveText(/live/i, { timeout: 60_000 });
  const [act] = await actsOn(api, id);
  expect(act?.action, 'it was written down before it was sent').toBe('service.scale');
  await page.goto('/activity');
  await expect(firstRow(page)).toContainText('web');
  await expect(firstRow(page)).toContainText(/applied/i, { timeout: 90_000 });
  const isApplied = !(await firstRow(page).textContent())?.includes('Not applied');
  await lab.untilRunning('web', isApplied ? 3 : 1);
  expect(await actsOn(api, id), 'once, and not as somebody else’s too').toHaveLength(1);
  engine.dispose();
});

test('a write outlasts its deadline: it is told as unknown, not sent again, and settled when the engine is back', async ({
  lab,
  ownConsole,
}) => {
  const { ours } = await ourManager(lab);
  const engine = await SocketGate.before(ours.socket, 'docker.sock');
  const id = await lab.service({ name: 'web', replicas: 1 });
  await lab.untilRunning('web', 1);
  const { api, window } = await ownConsole([`unix://${engine.path}?control=none`]);
  const page = await window('/activity');
  await expect(badge(page)).toHaveText(/live/i, { timeout: 30_000 });
  const sent = engine.at(WRITE, () => lab.pauseDocker(ours.name));
  const answer = askToScale(api, id, 3);
  await sent;
  let sentAgain = false;
  void engine.at(WRITE, () => {
    sentAgain = true;
  });
  const late = await answer;
  expect([late.status, late.code]).toEqual([502, 'outcome_unknown']);
  expect(late.operationId ?? late.params?.operationId, 'with the act to follow it by').toBeTruthy();
  await expect(firstRow(page)).toContainText('Outcome unknown');

  lab.resumeDocker(ours.name);
  await expect(badge(page)).toHaveText(/live/i, { timeout: 60_000 });
  await expect(firstRow(page)).toContainText(/applied/i, { timeout: 90_000 });
  const isApplied = !(await firstRow(page).textContent())?.includes('Not applied');
  await lab.untilRunning('web', isApplied ? 3 : 1);
  expect(sentAgain, 'a write is never sent twice').toBe(false);
  expect(await actsOn(api, id)).toHaveLength(1);
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
  engine.dispose();
});

test('our manager is locked after its restart: the screen says how to unlock it, and goes on when that was done', async ({
  lab,
  ownConsole,
}) => {
  const { ours, leader } = await ourManager(lab);
  await lab.service({ name: 'web', replicas: 1 });
  const { window } = await ownConsole(socketsOf([ours]));
  const page = await window('/services');
  await expect(badge(page)).toHaveText(/live/i, { timeout: 30_000 });
  const words = await lab.docker(leader.name, ['swarm', 'update', '--autolock=true']);
  const key = words.match(/SWMKEY-\S+/)?.[0] ?? '';
  try {
    await lab.stopDocker(ours.name);
    await lab.startDocker(ours.name);
    const stale = page.getByRole('alert').filter({ hasText: 'The swarm cannot be read' });
    await expect(stale).toContainText('is locked', { timeout: 30_000 });
    await expect(stale).toContainText('docker swarm unlock');
    await expect(page.getByRole('row', { name: /web/ }), 'the last state stays').toBeVisible();
  } finally {
    await lab.docker(ours.name, ['swarm', 'unlock'], `${key}\n`);
    await lab.docker(leader.name, ['swarm', 'update', '--autolock=false']);
  }
  await expect(badge(page)).toHaveText(/live/i, { timeout: 60_000 });
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
});
