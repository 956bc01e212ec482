import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { badge, isMarked, socketsOf, test } from '../faults/test';
import { freePort } from '../fixtures/free-port';
import { claimLink } from '../fixtures/people';
import { buildConsole } from '../scale/build-console';
import { Child } from '../scale/child';
import type { ToBench, ToConsole } from '../scale/console-messages';
import { LiveSocket } from '../scale/live-socket';
import { rssMbOf } from '../scale/process-meter';

const HOUR_MS = 3_600_000;

/** Whatever is told of a time in the past: never ahead of now, and none of it as old as the jump. */
const AGES = /\b(in \d+\s?(s|m|h|sec|min|hr)|-\d+\s?(s|m|h)\b)/i;

test('clocks jump by an hour, the console’s and the browser’s, forth and back: nobody is signed out and nothing looks old', async ({
  lab,
  ownConsole,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'swarmdeck-clock-'));
  const ahead = join(folder, 'ahead');
  const id = await lab.service({ name: 'web', replicas: 1 });
  const own = await ownConsole(socketsOf(lab.managers()), {
    NODE_OPTIONS: `--import=${join(process.cwd(), 'e2e/faults/jumping-clock.mjs')}`,
    CLOCK_AHEAD_FILE: ahead,
  });
  const page = await own.window(`/services/${id}`);
  const running = page.getByRole('region', { name: 'Tasks in numbers' });
  await expect(running).toHaveText(/1\s*\/\s*1/, { timeout: 30_000 });
  const { name: leader } = await lab.leader();
  const jump = async (ms: number) => {
    writeFileSync(ahead, String(ms));
    process.kill(own.process.pid, 'SIGUSR2');
    await expect.poll(() => own.process.lines.includes(`clock ahead by ${ms}`)).toBe(true);
  };
  /** After the jump the picture is confirmed again and again, changes come, and the session is good. */
  const allIsWell = async (replicas: number) => {
    await lab.docker(leader, ['service', 'scale', '--detach', `web=${replicas}`]);
    await expect(running).toHaveText(new RegExp(`${replicas}\\s*/\\s*${replicas}`), { timeout: 30_000 });
    await expect(badge(page)).toHaveText(/live/i);
    await page.getByRole('banner').getByRole('button', { name: /^Live/ }).click();
    const confirmed = page.getByRole('dialog').getByRole('time').first();
    await expect(confirmed, 'confirmed a moment ago').toHaveText(/^[0-9] ?s/, { timeout: 15_000 });
    await page.keyboard.press('Escape');
    expect((await page.locator('main time').allTextContents()).filter((age) => AGES.test(age))).toEqual([]);
    expect((await own.api.get('/api/v1/account')).status(), 'the session is good').toBe(200);
  };
  await allIsWell(2);
  await jump(HOUR_MS);
  await allIsWell(3);
  await jump(-HOUR_MS);
  await allIsWell(2);
  await jump(0);
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);

  for (const ms of [HOUR_MS, -HOUR_MS]) {
    const other = await own.window('/services');
    await other.clock.install({ time: Date.now() + ms });
    await other.goto('/services');
    await expect(badge(other)).toHaveText(/live/i, { timeout: 20_000 });
    await other.getByRole('link', { name: 'web', exact: true }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'web' })).toBeVisible();
    expect((await other.locator('main time').allTextContents()).filter((age) => AGES.test(age))).toEqual([]);
    await other.getByRole('banner').getByRole('button', { name: /^Live/ }).click();
    await expect(other.getByRole('dialog').getByRole('time').first()).toHaveText(/^[0-9] ?s/);
    await other.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

test('browsers that stop reading cost the console nothing that grows, and find the newest state when they go on', async () => {
  const entry = await buildConsole();
  const dataDir = mkdtempSync(join(tmpdir(), 'swarmdeck-reader-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const console = new Child<ToBench, ToConsole>(
    [entry, JSON.stringify({ seed: 7, nodes: 500, services: 300, tasks: 20_000 })],
    {
      NODE_ENV: 'production',
      PORT: new URL(url).port,
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      SWARM_MANAGERS: `unix://${dataDir}/none.sock`,
    },
  );
  const sockets: LiveSocket[] = [];
  try {
    await console.messageWith('ready');
    const link = await expect
      .poll(() => console.output.match(/https?:\/\/\S+\/set-up#[\w-]+/)?.[0] ?? null, { timeout: 20_000 })
      .not.toBeNull()
      .then(() => console.output.match(/https?:\/\/\S+\/set-up#[\w-]+/)?.[0] ?? '');
    const { cookies } = await claimLink(url, link, 'Ada');
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const open = async (topics: string[]) => {
      const socket = new LiveSocket(topics);
      sockets.push(socket);
      await socket.connect(url, cookie);
      return socket;
    };
    const reader = await open(['cluster', 'hive', 'tasks?']);
    const silent = await Promise.all(Array.from({ length: 10 }, () => open(['cluster', 'hive', 'tasks?'])));
    const greedy = await open(['cluster']);
    console.send({ run: 3000 });
    await expect.poll(() => reader.traffic.frames, { timeout: 20_000 }).toBeGreaterThan(30);
    const before = rssMbOf(console.pid);
    for (const socket of [...silent, greedy]) socket.stopReading();
    const framesBefore = silent.map(({ traffic }) => traffic.frames);
    const wholes = reader.traffic.frames;
    // one that does not read and asks for everything again and again
    const flood = setInterval(() => greedy.askAgain('cluster'), 2);
    await expect.poll(() => reader.traffic.frames - wholes, { timeout: 60_000 }).toBeGreaterThan(120);
    clearInterval(flood);
    const after = rssMbOf(console.pid);
    process.stdout.write(`RSS ${before.toFixed()} → ${after.toFixed()} MB\n`);
    expect(after - before, 'MB that ten silent browsers and a greedy one cost').toBeLessThan(120);

    for (const socket of [...silent, greedy]) socket.readOn();
    const frames = reader.traffic.frames - wholes;
    await expect
      .poll(() => silent.every(({ traffic }, index) => traffic.frames > (framesBefore[index] ?? 0)))
      .toBe(true);
    const caughtUp = silent.map(({ traffic }, index) => traffic.frames - (framesBefore[index] ?? 0));
    process.stdout.write(`a reader was told ${frames} frames, the silent ${caughtUp.join()}\n`);
    await expect.poll(() => greedy.closed !== null, { message: 'who asks without reading is hung up on' }).toBe(true);
    expect(
      silent.map(({ closed }) => closed),
      'who only hung is not',
    ).toEqual(silent.map(() => null));
  } finally {
    for (const socket of sockets) socket.close();
    await console.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
