import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Picture } from '#lib/live/picture/picture';
import type { FeedStatus, Observation } from '#lib/ports/cluster-feed';
import { clusterFeedContract } from '#lib/ports/cluster-feed.contract';
import { Lab } from '../../../e2e/swarm/lab';
import { Managers } from '../docker/managers';
import { DockerReads } from '../docker/reads';
import { labStage, managersOf } from '../docker/testing/lab-stage';
import { quietLog } from '../docker/testing/quiet-log';
import { WatchFeed } from './feed/watch-feed';

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: 'watch', managers: 3, workers: 2 });
});
afterAll(() => lab?.down());

const clock = { now: () => Date.now() };
const newFeed = () =>
  new WatchFeed({
    reads: new DockerReads({ managers: new Managers({ endpoints: managersOf(lab), log: quietLog }), clock }),
    clock,
    log: quietLog,
  });

clusterFeedContract('the watch', () => labStage(lab, newFeed));

describe('the watch on a real swarm', () => {
  let feed: WatchFeed;
  let picture: Picture;
  let seen: Observation[];
  let status: FeedStatus;

  afterEach(async () => {
    await feed.stop();
    await lab.reset();
  });

  function start(): void {
    picture = new Picture();
    seen = [];
    feed = newFeed();
    feed.start({
      observe(observation) {
        seen.push(observation);
        picture.commit(observation);
      },
      status: (next) => {
        status = next;
      },
      specSeen: () => undefined,
    });
  }

  const until = (what: () => void | Promise<void>, timeout = 20_000) => vi.waitFor(what, { timeout, interval: 20 });
  const live = (patience?: number) =>
    until(() => expect(status).toMatchObject({ phase: 'live', source: 'watch' }), patience);
  const lists = () => seen.filter(({ kind }) => kind === 'list').length;
  const running = (count: number, patience?: number) =>
    until(() => {
      const tasks = [...picture.tasks.values()].filter(({ state, desiredState }) => state === desiredState);
      expect(tasks.filter(({ state }) => state === 'running')).toHaveLength(count);
    }, patience);
  const hostOf = (endpoint: string | null) => lab.managers().find(({ socket }) => `unix://${socket}` === endpoint);

  test('all states of a task are seen, in one list and changes', async () => {
    start();
    await live();
    await lab.service({ name: 'web', replicas: 1 });
    await running(1);
    const states = seen.flatMap(({ tasks = [] }) => tasks.map(({ state }) => state));
    expect(states).toEqual(expect.arrayContaining(['pending', 'assigned', 'starting', 'running']));
    expect(lists()).toBe(1);
  });

  test('at another manager it goes on where it has ended, without a list', async () => {
    start();
    await live();
    await lab.service({ name: 'web', replicas: 2 });
    await running(2);
    const follower = lab.managers().find(({ name }) => name !== hostOf(status.endpoint)?.name);
    // The swarm changes while the stream is down; the next stream reports what was missed.
    await lab.powerOff(hostOf(status.endpoint)?.name ?? '');
    await lab.leader();
    await lab.docker(follower?.name ?? '', ['service', 'scale', '--detach', 'web=4']);
    await live(60_000);
    await running(4, 60_000);
    expect(lists()).toBe(1);
  });

  test('after a rotation of the CA a new stream is verified by the new root', async () => {
    start();
    await live();
    const leader = (await lab.leader()).name;
    await lab.docker(leader, ['swarm', 'ca', '--rotate', '--quiet']);
    const before = status.endpoint;
    await lab.stopDocker(hostOf(before)?.name ?? '');
    await until(
      () => expect(status).toMatchObject({ phase: 'live', endpoint: expect.not.stringMatching(before ?? '') }),
      60_000,
    );
    await lab.docker(hostOf(status.endpoint)?.name ?? '', ['node', 'update', '--label-add', 'a=b', 'w1']);
    await until(() =>
      expect([...picture.nodes.values()].find(({ hostname }) => hostname === 'w1')?.labels).toEqual({ a: 'b' }),
    );
    expect(lists()).toBe(1);
  });

  test('a container that is attached to a network from outside is no task of ours', async () => {
    start();
    await live();
    const leader = (await lab.leader()).name;
    await lab.docker(leader, ['network', 'create', '--driver', 'overlay', '--attachable', 'open']);
    await lab.docker(leader, ['run', '--detach', '--network', 'open', 'app:1']);
    await lab.service({ name: 'web', replicas: 1, options: ['--network', 'open'] });
    await running(1);
    expect([...picture.tasks.values()].map(({ serviceId }) => picture.services.get(serviceId)?.name)).toEqual(['web']);
    expect([...picture.services.values()][0]?.networks).toEqual([expect.objectContaining({ name: 'open' })]);
  });
});
