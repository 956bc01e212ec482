import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import { endpointOf } from '#lib/engines/docker/endpoint';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { Managers } from '#lib/engines/docker/managers';
import { DockerObjects } from '#lib/engines/docker/objects';
import { setAvailability } from '#lib/operations/nodes/set-availability';
import { scaleService } from '#lib/operations/services/scale-service';
import { updateService } from '#lib/operations/services/update-service';
import { anEntry } from '#lib/ports/testing/entries';
import type { Records } from '#lib/records/open-records';
import { aSqliteDatabase, openTestRecords, quietLog, type TestDatabase } from '#lib/records/testing/databases';
import { keyedDigest } from '#lib/server/keyed-digest';
import { Lab } from '../../e2e/swarm/lab';
import { LiveState } from './live-state';
import { runConsole } from './testing/console-on-lab';
import { WatchOutside } from './watch-outside';

let lab: Lab;
let database: TestDatabase;
beforeAll(async () => {
  lab = await Lab.up({ name: 'memory', managers: 1, workers: 1 });
});
afterAll(() => lab?.down());

/** A console without pages: feed, picture, records and the watcher. */
async function aConsole() {
  const clock = { now: () => Date.now() };
  const records: Records = await openTestRecords(database);
  const managers = new Managers({
    endpoints: lab.managers().map(({ socket }) => endpointOf(`unix://${socket}`)),
    log: quietLog,
  });
  const feed = new DockerFeed({ managers, clock, log: quietLog });
  const live: LiveState = new LiveState(clock, (seen) => {
    outside.specSeen(seen);
    void records.revisions.record(seen);
  });
  const outside = new WatchOutside({
    leases: records.leases,
    ledger: records.ledger,
    seen: records.seen,
    gaps: records.gaps,
    objects: new DockerObjects({ managers, log: quietLog }),
    revisions: records.revisions,
    picture: live,
    digest: keyedDigest('x'.repeat(32)),
    clock,
    log: quietLog,
  });
  outside.start();
  const { ports, stop: stopConsole } = await runConsole({ clock, records, managers, feed, live });
  const seenOutside = async (): Promise<Operation[]> =>
    (await records.ledger.operations({ limit: 200, states: ['observed'] })).items.reverse();
  const until = (what: string, count: number) =>
    lab.waitFor(what, async () => {
      const seen = await seenOutside();
      return seen.length >= count && seen;
    });
  const isKnown = (kind: Parameters<Records['seen']['all']>[0], name: string) =>
    lab.waitFor(`${name} to be known`, async () => (await records.seen.all(kind)).find((each) => each.name === name));
  const stop = async () => {
    await outside.stop();
    await stopConsole();
  };
  return { records, ports, live, seenOutside, until, isKnown, stop };
}

const listed = (operations: Operation[]) =>
  operations.map(({ action, target, changes }) => [
    action,
    `${target.kind} ${target.name}`,
    ...changes.map(({ path, before, after }) => `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`),
  ]);

describe('what others do to a real swarm', () => {
  let on: Awaited<ReturnType<typeof aConsole>>;
  const docker = (...args: string[]) => lab.docker('m1', args);
  beforeEach(async () => {
    database = aSqliteDatabase();
    await docker('config', 'create', 'old', '-').catch(() => undefined);
    await lab.service({ name: 'web', replicas: 1 });
    on = await aConsole();
    await on.isKnown('service', 'web');
    await on.isKnown('node', 'w1');
    await lab.waitFor('the networks to be known', async () => (await on.records.seen.lastLook('network')) !== null);
  });
  afterEach(async () => {
    await on.stop();
    await database.remove();
    await lab.reset();
  });

  test('is written into the ledger with its diff, whatever it was done to', async () => {
    expect(await on.seenOutside()).toEqual([]);
    await docker('service', 'update', '-d', '--label-add', 'tier=front', '--env-add', 'TOKEN=canary-1', 'web');
    await on.until('the service', 1);
    await docker('node', 'update', '--label-add', 'zone=a', '--availability', 'pause', 'w1');
    await on.until('the node', 2);
    await lab.docker('m1', ['config', 'create', 'motd', '-'], 'canary-2');
    await lab.docker('m1', ['secret', 'create', 'key', '-'], 'canary-3');
    await docker('network', 'create', '--driver', 'overlay', 'back');
    await on.until('config, secret and network', 5);
    await docker('config', 'rm', 'motd');
    await docker('secret', 'rm', 'key');
    await docker('network', 'rm', 'back');
    await docker('service', 'rm', 'web');
    const seen = await on.until('the removals', 9);
    expect(listed(seen).slice(0, 2)).toEqual([
      [
        'outside.changed',
        'service web',
        'Labels[tier]: null → "front"',
        expect.stringMatching(/^TaskTemplate\.ContainerSpec\.Env\[TOKEN\]: null → "digest:/),
      ],
      ['outside.changed', 'node w1', 'Availability: "active" → "pause"', 'Labels[zone]: null → "a"'],
    ]);
    expect(
      listed(seen)
        .slice(2, 5)
        .map(([action, target]) => `${action} ${target}`)
        .sort(),
    ).toEqual(['outside.created config motd', 'outside.created network back', 'outside.created secret key']);
    expect(
      listed(seen)
        .slice(5)
        .map(([action, target]) => `${action} ${target}`)
        .sort(),
    ).toEqual([
      'outside.removed config motd',
      'outside.removed network back',
      'outside.removed secret key',
      'outside.removed service web',
    ]);
    const all = await on.records.ledger.operations({ limit: 200 });
    expect(JSON.stringify(all.items)).not.toContain('canary');
    expect(await on.records.ledger.verify()).toEqual({ rows: 9, brokenAt: null });
  });

  test('is not what we did ourselves, alone or with somebody else in between', async () => {
    const { by } = anEntry();
    const [id] = [...on.live.picture.services.keys()] as [ServiceId];
    const versionOf = () => on.live.picture.services.get(id)?.version ?? 0;
    await scaleService(on.ports, by, id, { replicas: 3, version: versionOf(), overwrite: false });
    const node = [...on.live.picture.nodes.values()].find(({ hostname }) => hostname === 'w1');
    if (!node) throw new Error('no w1');
    await setAvailability(on.ports, by, node.id, {
      availability: 'drain',
      seen: 'active',
      version: node.version,
      overwrite: false,
    });
    await lab.waitFor('the scale to be seen', () => on.live.picture.services.get(id)?.tally.desired === 3);
    await docker('service', 'update', '-d', '--label-add', 'by=cli', 'web');
    await scaleService(on.ports, by, id, { replicas: 2, version: versionOf(), overwrite: true });
    await updateService(on.ports, by, id, {
      change: { image: 'app:2' },
      version: versionOf(),
      overwrite: true,
    } as never);
    const seen = await on.until('the label', 1);
    await lab.waitFor('our image to be known', async () => {
      const web = (await on.records.seen.all('service')).find(({ name }) => name === 'web');
      return String(web?.facts['TaskTemplate.ContainerSpec.Image']).includes('app:2');
    });
    await docker('node', 'update', '--label-add', 'last=1', 'w1');
    await on.until('the last word', 2);
    expect(listed(seen)).toEqual([['outside.changed', 'service web', 'Labels[by]: null → "cli"']]);
    expect(listed((await on.seenOutside()).slice(1))).toEqual([
      ['outside.changed', 'node w1', 'Labels[last]: null → "1"'],
    ]);
  });

  test('is not a rollback that the swarm made by itself', async () => {
    await docker('service', 'update', '-d', '--update-failure-action', 'rollback', '--update-monitor', '3s', 'web');
    await on.until('the setting', 1);
    await docker('service', 'update', '-d', '--image', 'app:broken', '--restart-max-attempts', '1', 'web');
    await on.until('the image', 2);
    await lab.waitFor(
      'the rollback',
      () => [...on.live.picture.services.values()][0]?.updateStatus?.state === 'rollback_completed',
      { withinMs: 90_000 },
    );
    await docker('service', 'update', '-d', '--label-add', 'last=1', 'web');
    const seen = await on.until('the last word', 3);
    expect(listed(seen).map((each) => each.slice(2))[2]).toEqual(['Labels[last]: null → "1"']);
    const [service] = [...on.live.picture.services.keys()] as [ServiceId];
    const authors = (await on.records.revisions.list(service, 9)).map(({ by }) => by);
    expect(authors).toEqual([null, 'Docker Swarm', null, null, null]);
  });

  test('is found at the next start when it was done while no console ran, and told as that', async () => {
    await on.stop();
    // As if the last look had been an hour ago.
    const before = await openTestRecords(database);
    const prisma = before.prisma as { $executeRawUnsafe(sql: string): Promise<unknown> };
    await prisma.$executeRawUnsafe(
      `UPDATE seen_objects SET "seenAt" = '${new Date(Date.now() - 3_600_000).toISOString().replace('Z', '+00:00')}' WHERE kind = 'look'`,
    );
    await before.close();
    await docker('service', 'update', '-d', '--label-add', 'tier=front', 'web');
    await lab.service({ name: 'new', replicas: 1 });
    await docker('node', 'update', '--availability', 'pause', 'w1');
    await docker('network', 'create', '--driver', 'overlay', 'back');
    on = await aConsole();
    const seen = await on.until('all four', 4);
    expect(
      listed(seen)
        .map(([action, target]) => `${action} ${target}`)
        .sort(),
    ).toEqual([
      'outside.changed node w1',
      'outside.changed service web',
      'outside.created network back',
      'outside.created service new',
    ]);
    for (const { unseenSince } of seen) expect(Date.now() - Date.parse(unseenSince ?? '')).toBeGreaterThan(3_500_000);
    expect(await on.records.gaps.within('changes', 0, Date.now())).toMatchObject([{ reason: 'no-console' }]);
    const { live } = on;
    await on.stop();
    on = await aConsole();
    await lab.waitFor('the picture', () => on.live.status().phase === 'live' && live !== on.live);
    await docker('service', 'update', '-d', '--label-add', 'last=1', 'web');
    expect(await on.until('the last word', 5)).toHaveLength(5);
  });
});
