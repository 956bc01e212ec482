import { randomBytes } from 'node:crypto';
import { expect, request } from '@playwright/test';
import {
  buildConsole,
  createSecret,
  deployStack,
  importBase,
  importBuildBase,
  importPostgres,
  push,
} from '../deploy/own-images';
import { Forwarder } from '../fixtures/forwarder';
import { test } from '../fixtures/lab';
import { asPage, carrySession, claimLink } from '../fixtures/people';
import { programsFolder } from '../postgres/postgres-server.mjs';
import { registry } from '../swarm/registry';

/** The image by its Dockerfile, the stack by its file, on the swarm that the console is for; nothing beside it. */
test('a console on every manager, from the Dockerfile and the stack file, outlives the node that a browser is on', async ({
  lab,
  context,
}) => {
  test.setTimeout(600_000);
  const [m1, m2, m3] = lab.managers();
  const w1 = lab.workers()[0];
  if (!m1 || !m2 || !m3 || !w1) throw new Error('the lab is too small');
  const image = `${registry}/swarmdeck:1`;
  const postgres = `${registry}/postgres:1`;

  await test.step('images are made, two of this machine’s files, the console’s by its Dockerfile', async () => {
    await Promise.all([
      importBase(m1.socket, 'swarmdeck-base'),
      importPostgres(m1.socket, postgres, programsFolder() ?? '').then(() => push(m1.socket, postgres)),
      importBuildBase(m1.socket, 'swarmdeck-build-base'),
    ]);
    await buildConsole(m1.socket, image, 'swarmdeck-base', 'swarmdeck-build-base');
    await push(m1.socket, image);
  });

  await test.step('the stack is deployed as docs/deploy.md says', async () => {
    const password = randomBytes(24).toString('hex');
    await createSecret(m1.socket, 'swarmdeck_auth_secret', randomBytes(32).toString('hex'));
    await createSecret(m1.socket, 'swarmdeck_database_password', password);
    const url = `postgresql://swarmdeck:${password}@database/swarmdeck`;
    await createSecret(m1.socket, 'swarmdeck_database_url', url);
    await lab.docker(m1.name, ['node', 'update', '--label-add', 'swarmdeck.database=true', w1.name]);
    const env = { SWARMDECK_IMAGE: image, SWARMDECK_POSTGRES_IMAGE: postgres };
    await deployStack(m1.socket, 'deploy/stack.yml', 'swarmdeck', env);
    await lab.untilRunning('swarmdeck_database', 1, { withinMs: 120_000 });
    await lab.untilRunning('swarmdeck_console', 3, { withinMs: 240_000 });
  });

  const urls = new Map<string, string>();
  for (const { name } of [m1, m2, m3]) urls.set(name, `http://127.0.0.1:${(await lab.dial(name, 3000)).port}`);
  const urlOf = ({ name }: { name: string }) => urls.get(name) ?? '';

  const admin = await test.step('the first admin comes by a link of the command in the image', async () => {
    const list = ['ps', '--quiet', '--filter', 'label=com.docker.swarm.service.name=swarmdeck_console'];
    const healthy = () => lab.docker(m1.name, [...list, '--filter', 'health=healthy']);
    const container = await lab.waitFor('the container to be healthy', healthy, { withinMs: 120_000 });
    const printed = await lab.docker(m1.name, ['exec', container, 'node', 'dist/admin-link.mjs']);
    return claimLink(urlOf(m1), printed.match(/https?:\/\/\S+#\S+/)?.[0] ?? printed, 'Ada');
  });

  const id = await lab.service({ name: 'web', replicas: 2, options: ['--constraint', 'node.role==worker'] });
  await lab.untilRunning('web', 2);
  const balancer = await Forwarder.to(urlOf(m1));
  await carrySession(context, admin);
  const page = await context.newPage();
  const row = page.getByRole('row', { name: /web/ });
  await test.step('the same session is good at two managers’ own ports', async () => {
    for (const url of [urlOf(m2), balancer.url]) {
      await page.goto(`${url}/services`);
      await expect(row).toContainText('2/2', { timeout: 30_000 });
      await expect(page.getByRole('banner').getByRole('status').first()).toHaveText(/live/i);
    }
    await page.evaluate(() => Object.assign(window, { marker: true }));
  });

  await test.step('its manager is powered off, and the work goes on at another', async () => {
    await lab.powerOff(m1.name);
    balancer.lead(urlOf(m2));
    const leader = await lab.leader();
    const version = await lab.docker(leader.name, ['service', 'inspect', '--format', '{{.Version.Index}}', id]);
    const api = await request.newContext({
      baseURL: balancer.url,
      storageState: admin,
      extraHTTPHeaders: asPage(balancer.url),
    });
    const data = { replicas: 4, version: Number(version) };
    const scaled = await api.post(`/api/v1/services/${id}/scale`, { data, timeout: 60_000 });
    expect(scaled.status(), await scaled.text()).toBe(202);
    await api.dispose();
    await expect(row, 'without a reload').toContainText('4/4', { timeout: 60_000 });
    expect(await page.evaluate(() => 'marker' in window), 'the page was not loaded anew').toBe(true);
  });
  balancer.close();
});
