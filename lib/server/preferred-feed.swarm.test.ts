import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Endpoint, endpointOf } from '#lib/engines/docker/endpoint';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { Managers } from '#lib/engines/docker/managers';
import { DockerReads } from '#lib/engines/docker/reads';
import { WatchFeed } from '#lib/engines/swarmkit/feed/watch-feed';
import type { FeedStatus } from '#lib/live/feed-status';
import { Picture } from '#lib/live/picture/picture';
import { clusterFeedContract } from '#lib/ports/cluster-feed.contract';
import { Lab } from '../../e2e/swarm/lab';
import { labStage, managersOf } from '../engines/docker/testing/lab-stage';
import { quietLog } from '../engines/docker/testing/quiet-log';
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

describe('where one manager of three can be watched', () => {
  let feed: PreferredFeed;
  const picture = new Picture();
  let statuses: FeedStatus[] = [];

  afterEach(async () => {
    await feed.stop();
    await lab.reset();
  });

  const until = (what: () => void, timeout = 60_000) => vi.waitFor(what, { timeout, interval: 20 });
  const live = (source: string) => until(() => expect(statuses.at(-1)).toMatchObject({ phase: 'live', source }));

  test('its death is bridged by polls of another, which say why, until it is back', async () => {
    const endpoints = managersOf(lab).map(({ url }, index) =>
      endpointOf(url, { controlSocket: index === 1 ? undefined : null }),
    );
    const watched = endpoints[1]?.label ?? '';
    feed = newFeed(endpoints);
    feed.start({
      observe: (seen) => void picture.commit(seen),
      status: (status) => void statuses.push(status),
      specSeen: () => undefined,
    });
    await live('watch');
    expect(statuses.at(-1)).toMatchObject({ endpoint: watched, watch: null });
    await lab.service({ name: 'web', replicas: 1 });
    await until(() => expect([...picture.tasks.values()]).toMatchObject([{ state: 'running' }]));

    statuses = [];
    await lab.powerOff('m2');
    await live('polling');
    expect(statuses[0]).toMatchObject({ phase: 'interrupted', endpoint: watched });
    expect(statuses.at(-1)?.watch?.code).toMatch(/watch_unavailable|engine_unreachable/);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=3']);
    await until(() => expect([...picture.services.values()][0]?.tally).toMatchObject({ running: 3 }));

    statuses = [];
    await lab.powerOn('m2');
    await live('watch');
    expect(statuses.at(-1)).toMatchObject({ endpoint: watched, watch: null });
    expect(
      statuses.every(({ phase }) => phase === 'live'),
      'the change back is no interruption',
    ).toBe(true);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=2']);
    await until(() => expect([...picture.services.values()][0]?.tally).toMatchObject({ running: 2, desired: 2 }));
  });
});
