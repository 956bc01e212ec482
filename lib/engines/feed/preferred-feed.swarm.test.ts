import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Endpoint, endpointOf } from '#lib/engines/docker/endpoint';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { Managers } from '#lib/engines/docker/managers';
import { DockerReads } from '#lib/engines/docker/reads';
import { labStage, managersOf } from '#lib/engines/docker/testing/lab-stage';
import { quietLog } from '#lib/engines/docker/testing/quiet-log';
import { WatchFeed } from '#lib/engines/swarmkit/feed/watch-feed';
import type { FeedStatus } from '#lib/live/feed-status';
import { Picture } from '#lib/live/picture/picture';
import { clusterFeedContract } from '#lib/ports/cluster-feed.contract';
import { Lab } from '../../../e2e/swarm/lab';
import { PreferredFeed } from './preferred-feed';

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: 'prefer', managers: 3, workers: 1 });
});
afterAll(() => lab?.down());

const clock = { now: () => Date.now() };
function newFeed(endpoints: Endpoint[] = managersOf(lab)): PreferredFeed {
  const managers = new Managers({ endpoints, log: quietLog });
  return new PreferredFeed({
    watch: new WatchFeed({ reads: new DockerReads({ managers, clock }), clock, log: quietLog }),
    polling: () => new DockerFeed({ managers, clock, log: quietLog }),
    managers: endpoints.length,
    clock,
  });
}

clusterFeedContract('the better of both', () => labStage(lab, newFeed));

describe('the better of both on a real swarm', () => {
  let feed: PreferredFeed;
  let picture: Picture;
  let statuses: FeedStatus[];

  afterEach(async () => {
    await feed.stop();
    await lab.reset();
  });

  function start(endpoints?: Endpoint[]): void {
    [picture, statuses] = [new Picture(), []];
    feed = newFeed(endpoints);
    feed.start({
      observe: (seen) => void picture.commit(seen),
      status: (status) => void statuses.push(status),
      specSeen: () => undefined,
    });
  }

  const until = (what: () => void, timeout = 60_000) => vi.waitFor(what, { timeout, interval: 20 });
  const live = (source: string) => until(() => expect(statuses.at(-1)).toMatchObject({ phase: 'live', source }));
  const running = (count: number) =>
    until(() => expect([...picture.services.values()][0]?.tally).toMatchObject({ running: count, desired: count }));
  const scaleTo = async (count: number) =>
    lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', `web=${count}`]);

  test('the only manager that can be watched dies: polls of another bridge it and say why, until it is back', async () => {
    const endpoints = managersOf(lab).map(({ url }, index) =>
      endpointOf(url, { controlSocket: index === 1 ? undefined : null }),
    );
    const watched = endpoints[1]?.label ?? '';
    start(endpoints);
    await live('watch');
    expect(statuses.at(-1)).toMatchObject({ endpoint: watched, watch: null });
    await lab.service({ name: 'web', replicas: 1 });
    await running(1);

    statuses = [];
    await lab.powerOff('m2');
    await live('polling');
    expect(statuses[0]).toMatchObject({ phase: 'interrupted', endpoint: watched });
    expect(statuses.at(-1)?.watch?.code).toMatch(/watch_unavailable|engine_unreachable/);
    await scaleTo(3);
    await running(3);

    statuses = [];
    await lab.powerOn('m2');
    await live('watch');
    expect(statuses.at(-1)).toMatchObject({ endpoint: watched, watch: null });
    const interrupted = statuses.filter(({ phase }) => phase !== 'live');
    expect(interrupted, 'the change back is no interruption').toEqual([]);
    await scaleTo(2);
    await running(2);
  });

  test('an engine that hangs keeps its stream open and silent: that is told, and another manager is watched', async () => {
    start();
    await live('watch');
    await lab.service({ name: 'web', replicas: 1 });
    await running(1);
    const hanging = statuses.at(-1)?.endpoint ?? '';
    const node = lab.managers().find(({ socket }) => `unix://${socket}` === hanging);
    lab.pauseDocker(node?.name ?? '');
    await until(() => expect(statuses.at(-1)?.phase).toBe('interrupted'));
    expect(statuses.at(-1)?.attempts).toMatchObject([{ endpoint: hanging, fault: { code: 'engine_timeout' } }]);
    await until(() => expect(statuses.at(-1)).toMatchObject({ phase: 'live', source: 'watch' }));
    expect(statuses.at(-1)?.endpoint).not.toBe(hanging);
    const others = lab.managers().filter(({ name }) => name !== node?.name);
    await lab.docker(others[0]?.name ?? '', ['service', 'scale', '--detach', 'web=2']);
    await until(() => expect([...picture.services.values()][0]?.tally.desired).toBe(2));
  });
});
