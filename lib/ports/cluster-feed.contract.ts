import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import { knownBetter, type Task } from '#lib/domain/task/task';
import type { FeedStatus } from '#lib/live/feed-status';
import { Picture } from '#lib/live/picture/picture';
import type { ServiceRow } from '#lib/live/picture/service-row';
import type { ClusterFeed, FeedSink, SpecSeen } from './cluster-feed';

/** The whole swarm in our shapes, as the engine itself lists it. */
export interface Listed {
  nodes: Node[];
  services: Service[];
  tasks: Task[];
}

/** A swarm of at least three managers and a worker, in the hands of the suite. Names of nodes are hostnames. */
export interface FeedStage {
  /** A feed that can read every manager; not started. */
  feed(): ClusterFeed;
  /** The engine's own answer, now. */
  listed(): Promise<Listed>;
  /** Creates a replicated service whose tasks run until they are stopped. */
  create(name: string, replicas: number): Promise<void>;
  scale(name: string, replicas: number): Promise<void>;
  label(name: string, key: string, value: string): Promise<void>;
  /** Replaces every task by one of a new template. */
  restart(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** One service of every kind, by these names; `fails` ends with 3, `waits` finds no node, `ports` publishes two. */
  createVariety(): Promise<readonly ['global', 'job', 'fails', 'waits', 'ports']>;
  setAvailability(node: string, availability: 'active' | 'drain'): Promise<void>;
  /** A node that is no manager. */
  worker: string;
  /** Takes the power of the manager behind an endpoint, as FeedStatus names it. */
  killManager(endpoint: string): Promise<void>;
  demoteManager(endpoint: string): Promise<void>;
  /** Locks the swarm and starts that manager's engine anew. Gives the way to unlock it for good. */
  lockManager(endpoint: string): Promise<() => Promise<void>>;
  /** Leaves one manager on, that has no quorum then. */
  breakQuorum(): Promise<void>;
  mendQuorum(): Promise<void>;
  /** Everything on, active, and nothing running. */
  reset(): Promise<void>;
}

/** Commits observations as the console does, and keeps them. */
class Witness implements FeedSink {
  readonly picture = new Picture();
  readonly statuses: FeedStatus[] = [];
  readonly specs: SpecSeen[] = [];
  /** Revisions of services that were observed before their spec was seen. */
  readonly unannounced: string[] = [];

  readonly observe: FeedSink['observe'] = (seen) => {
    for (const { id, version } of seen.services ?? [])
      if (!this.specs.some((spec) => spec.serviceId === id && spec.version >= version))
        this.unannounced.push(`${id}@${version}`);
    this.picture.commit(seen);
  };
  readonly status = (status: FeedStatus): void => void this.statuses.push(status);
  readonly specSeen = (seen: SpecSeen): void => void this.specs.push(seen);

  get now(): FeedStatus | undefined {
    return this.statuses.at(-1);
  }

  service(name: string): ServiceRow | undefined {
    return [...this.picture.services.values()].find((service) => service.name === name);
  }

  node(hostname: string) {
    return [...this.picture.nodes.values()].find((node) => node.hostname === hostname);
  }

  /** What has failed at an endpoint while the feed was not live. */
  faultsAt(endpoint: string): string[] {
    const away = this.statuses.filter(({ phase }) => phase === 'interrupted').flatMap(({ attempts }) => attempts);
    return away.filter((each) => each.endpoint === endpoint).map(({ fault }) => fault.code);
  }

  listed(): Listed {
    const { nodes, services, tasks } = this.picture;
    return sorted({
      nodes: [...nodes.values()],
      services: [...services.values()].map(({ tally: _, ...service }) => service),
      tasks: [...tasks.values()],
    });
  }
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
const sorted = ({ nodes, services, tasks }: Listed): Listed => ({
  nodes: [...nodes].sort(byId),
  services: [...services].sort(byId),
  tasks: [...tasks].sort(byId),
});

/** A change is seen within this on a machine that has other work too; most are seen in a fraction of it. */
const SOON = { timeout: 20_000, interval: 20 };
/** Elections take 10 to 20 s, a lost quorum is admitted after 32 s at worst. */
const IN_THE_END = { timeout: 90_000, interval: 50 };

/** What every feed does on a real swarm. `make` is called once; the suite leaves the swarm reset. */
export function clusterFeedContract(name: string, make: () => FeedStage): void {
  describe(`${name} as a cluster feed`, () => {
    let stage: FeedStage;
    let feed: ClusterFeed;
    let witness: Witness;

    const until = (what: () => void | Promise<void>, patience = SOON) => vi.waitFor(what, patience);
    const live = (patience = SOON) =>
      until(() => expect(witness.now).toMatchObject({ phase: 'live', attempts: [] }), patience);
    const running = (service: string, count: number) =>
      until(
        () => expect(witness.service(service)?.tally).toMatchObject({ running: count, desired: count }),
        IN_THE_END,
      );
    /** Object for object and field for field, however it has come to know of them. */
    const agrees = () =>
      until(async () => {
        const listed = await stage.listed();
        // The picture knows better since when a task is in its state, and with which endpoint it was made. [PIC-8,
        // PIC-9]
        const tasks = listed.tasks.map((task) => {
          const held = witness.picture.tasks.get(task.id) ?? task;
          return { ...knownBetter(held, task), endpointDigest: held.endpointDigest };
        });
        expect(witness.listed()).toEqual(sorted({ ...listed, tasks }));
      });

    beforeEach(async () => {
      stage = make();
      witness = new Witness();
      feed = stage.feed();
    });
    afterEach(async () => {
      await feed.stop();
      await stage.reset();
    });

    async function startWith(service: string, replicas: number): Promise<void> {
      await stage.create(service, replicas);
      feed.start(witness);
      await running(service, replicas);
    }

    test('at first it tells the whole swarm as the engine itself lists it', async () => {
      await stage.create('web', 2);
      feed.start(witness);
      await live();
      expect(witness.statuses[0]).toMatchObject({ phase: 'connecting', freshAt: null });
      await running('web', 2);
      await agrees();
      expect(witness.now).toMatchObject({
        clusterId: expect.stringMatching(/./),
        apiVersion: expect.stringMatching(/^\d+\.\d+$/),
      });
      const leaders = [...witness.picture.nodes.values()].filter(({ manager }) => manager?.leader);
      expect(leaders).toHaveLength(1);
    });

    test('a scale is seen: first what is wanted, then its tasks one by one', async () => {
      await startWith('web', 1);
      feed.hasten();
      await stage.scale('web', 4);
      await running('web', 4);
      await agrees();
    });

    test("a service's tasks have the digest of its template, before and after an update", async () => {
      await startWith('web', 2);
      const digests = () => {
        const service = witness.service('web') as Service;
        const running = witness.picture.tasksOfService(service.id).filter(({ state }) => state === 'running');
        return { service: service.templateDigest, tasks: running.map(({ templateDigest }) => templateDigest) };
      };
      const first = digests();
      expect(first.tasks).toEqual([first.service, first.service]);
      await stage.restart('web');
      await until(() => {
        const { service, tasks } = digests();
        expect(service).not.toBe(first.service);
        expect(tasks).toEqual([service, service]);
      }, IN_THE_END);
    });

    test('a changed label is seen with its spec, and the spec was told first', async () => {
      await startWith('web', 1);
      const before = witness.service('web')?.version ?? 0;
      await stage.label('web', 'tier', 'front');
      await until(() => expect(witness.service('web')?.labels).toMatchObject({ tier: 'front' }));
      const seen = witness.specs.filter(({ name, version }) => name === 'web' && version > before);
      expect(seen.at(-1)?.spec).toContain('"tier":"front"');
      expect(witness.unannounced).toEqual([]);
    });

    test('services of every kind, and what becomes of their tasks, are told as they are listed', async () => {
      feed.start(witness);
      await live();
      const names = await stage.createVariety();
      await until(() => expect(names.map((name) => witness.service(name)?.name)).toEqual(names));
      await running('ports', 1);
      const tasksOf = (name: string) => witness.picture.tasksOfService((witness.service(name) as Service).id);
      await until(() => {
        expect(tasksOf('fails')).toContainEqual(expect.objectContaining({ state: 'failed', exitCode: 3 }));
        expect(tasksOf('waits')).toEqual([expect.objectContaining({ state: 'pending', nodeId: null })]);
        expect(tasksOf('job').map(({ slot, state }) => `${slot} ${state}`)).toEqual(
          expect.arrayContaining(['0 complete', '1 complete']),
        );
        expect(tasksOf('global').filter(({ state }) => state === 'running').length).toBeGreaterThan(3);
        expect(tasksOf('ports')).toEqual([expect.objectContaining({ ports: [expect.anything()] })]);
      }, IN_THE_END);
      await agrees();
    });

    test('a job that runs again says so, and its tasks which run they belong to', async () => {
      feed.start(witness);
      await live();
      await stage.createVariety();
      const job = () => witness.service('job');
      const runs = () =>
        witness.picture
          .tasksOfService((job() as Service).id)
          .map(({ jobIteration, state }) => `${jobIteration} ${state}`)
          .sort();
      await until(() => expect(runs()).toEqual(['0 complete', '0 complete']), IN_THE_END);
      expect(job()?.jobIteration).toBe(0);
      expect(witness.service('ports')?.jobIteration).toBeNull();
      await stage.restart('job');
      await until(
        () => expect(runs()).toEqual(expect.arrayContaining(['0 complete', '1 complete', '1 complete'])),
        IN_THE_END,
      );
      expect(job()?.jobIteration).toBe(1);
      await agrees();
    });

    test('a removed service is gone, its tasks too', async () => {
      await startWith('web', 2);
      const { id } = witness.service('web') as Service;
      await stage.remove('web');
      await until(() => expect(witness.service('web')).toBeUndefined());
      await until(() => expect(witness.picture.tasksOfService(id)).toEqual([]), IN_THE_END);
      await agrees();
    });

    test('a drained node is seen, and its tasks move', async () => {
      await startWith('web', 6);
      await stage.setAvailability(stage.worker, 'drain');
      await until(() => expect(witness.node(stage.worker)?.availability).toBe('drain'));
      const id = witness.node(stage.worker)?.id;
      await running('web', 6);
      await until(() => {
        const there = [...witness.picture.tasks.values()].filter(
          ({ nodeId, state }) => nodeId === id && state === 'running',
        );
        expect(there).toEqual([]);
      }, IN_THE_END);
      await agrees();
    });

    test('the manager that is read dies: the picture stands, and another manager goes on', async () => {
      await startWith('web', 2);
      const first = witness.now?.endpoint ?? '';
      await stage.killManager(first);
      await until(() => expect(witness.faultsAt(first)).not.toEqual([]));
      expect(witness.service('web')).toBeDefined();
      await live(IN_THE_END);
      expect(witness.now?.endpoint).not.toBe(first);
      await stage.scale('web', 3);
      await running('web', 3);
      await agrees();
    });

    test('the manager that is read is demoted: it is left for another one', async () => {
      await startWith('web', 2);
      const first = witness.now?.endpoint ?? '';
      await stage.demoteManager(first);
      await until(
        () => expect(witness.now).toMatchObject({ phase: 'live', endpoint: expect.not.stringMatching(first) }),
        IN_THE_END,
      );
      expect(witness.faultsAt(first)).not.toEqual([]);
      await stage.scale('web', 3);
      await running('web', 3);
      await agrees();
    });

    test('the manager that is read comes back locked: another one is read, and shows it as not reachable', async () => {
      await startWith('web', 2);
      const first = witness.now?.endpoint ?? '';
      const unlock = await stage.lockManager(first);
      await until(
        () => expect(witness.now).toMatchObject({ phase: 'live', endpoint: expect.not.stringMatching(first) }),
        IN_THE_END,
      );
      await until(() => {
        const standings = [...witness.picture.nodes.values()].map(({ manager }) => manager?.reachability);
        expect(standings).toContain('unreachable');
      });
      await agrees();
      await unlock();
      await until(() => {
        const standings = [...witness.picture.nodes.values()].map(({ manager }) => manager?.reachability);
        expect(standings).not.toContain('unreachable');
      }, IN_THE_END);
      await stage.scale('web', 3);
      await running('web', 3);
      await agrees();
    });

    test('a lost quorum is told as such while the picture stands, and its return brings the feed back', async () => {
      await startWith('web', 2);
      const freshBefore = witness.now?.freshAt ?? 0;
      await stage.breakQuorum();
      await until(
        () => expect(witness.now?.attempts.map(({ fault }) => fault.code)).toContain('no_quorum'),
        IN_THE_END,
      );
      expect(witness.now?.phase).toBe('interrupted');
      expect(witness.service('web')?.tally.desired).toBe(2);
      await stage.mendQuorum();
      await live(IN_THE_END);
      expect(witness.now?.freshAt).toBeGreaterThan(freshBefore);
      await stage.scale('web', 3);
      await running('web', 3);
      await agrees();
    });

    test('stopped, it says nothing more', async () => {
      await startWith('web', 1);
      await feed.stop();
      const statusesBefore = witness.statuses.length;
      const revision = witness.picture.revision;
      await stage.scale('web', 2);
      await until(async () => expect((await stage.listed()).tasks.length).toBeGreaterThan(1));
      expect(witness.statuses).toHaveLength(statusesBefore);
      expect(witness.picture.revision).toBe(revision);
    });
  });
}
