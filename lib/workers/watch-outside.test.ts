import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import { aService, aServiceId } from '#lib/domain/testing/builders';
import type { HeldLease } from '#lib/ports/leases';
import type { ObservedEntry } from '#lib/ports/ledger';
import type { LastLook, SeenObject } from '#lib/ports/seen-objects';
import { keyedDigest } from '#lib/server/keyed-digest';
import { WatchOutside } from './watch-outside';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const quiet = { debug() {}, info() {}, warn() {}, error() {} } as never;

/** A watcher over a swarm that the test changes, with stores in memory and a database that can be taken away. */
function aWatcher() {
  const services = new Map<ServiceId, ReturnType<typeof aService>>();
  const observed: ObservedEntry[] = [];
  const seen = new Map<string, SeenObject>();
  const looks = new Map<string, LastLook>();
  const listeners = new Set<() => void>();
  const database = { terms: 0, isAway: false };
  const stored = <T>(value: T): Promise<T> =>
    database.isAway ? Promise.reject(new Error('the database is away')) : Promise.resolve(value);
  const specs = new Map<string, number>();

  const watcher = new WatchOutside({
    leases: {
      acquire: (name: string) =>
        stored(null).then((): HeldLease => ({ name, holder: 'test', fence: ++database.terms })),
      renew: () => stored(true),
      release: () => stored(undefined),
    },
    ledger: {
      operations: () => stored({ items: [], cursor: null }),
      observed: (entry: ObservedEntry) => stored(observed.push(entry)).then(() => null),
    } as never,
    seen: {
      all: (kind) => stored([...seen.values()].filter((each) => each.kind === kind)),
      put: (objects) => stored(objects.forEach((object) => void seen.set(object.id, object))),
      forget: (_, ids) => stored(ids.forEach((id) => void seen.delete(id))),
      lastLook: (kind) => stored(looks.get(kind) ?? null),
      looked: (kind, look) => stored(void looks.set(kind, look)),
    },
    gaps: { add: () => stored(undefined), within: () => stored([]) },
    objects: { list: () => stored([]), follow: () => undefined },
    revisions: { credit: () => stored(undefined) } as never,
    picture: {
      cluster: () => ({ services, nodes: new Map() }) as never,
      status: () => ({ phase: 'live', clusterId: 'c1' }) as never,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    digest: keyedDigest('x'.repeat(32)),
    clock: { now: () => Date.now() },
    log: quiet,
  });

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const swarm = {
    /** docker service create, or update where the service exists. */
    put(name: string, image: string) {
      const id = aServiceId(name);
      const version = (specs.get(id) ?? 10) + 1;
      specs.set(id, version);
      const spec = rawSpec(JSON.stringify({ Name: name, TaskTemplate: { ContainerSpec: { Image: image } } }));
      watcher.specSeen({ serviceId: id, name, version, spec, at: Date.now() });
      services.set(id, aService({ id: name, version, image }));
      changed();
    },
    remove(name: string) {
      services.delete(aServiceId(name));
      changed();
    },
  };
  const rows = () => observed.map(({ action, target }) => `${action} ${target.name}`);
  return { watcher, swarm, rows, database };
}

const aWhile = () => vi.advanceTimersByTimeAsync(20_000);

test('a second term in one process writes nothing again of what the first one wrote', async () => {
  const { watcher, swarm, rows, database } = aWatcher();
  watcher.start();
  swarm.put('web', 'app:1');
  await aWhile();
  swarm.put('x', 'app:1');
  await aWhile();
  swarm.put('x', 'app:2');
  await aWhile();
  swarm.remove('x');
  await aWhile();
  const written = ['outside.created x', 'outside.changed x', 'outside.removed x'];
  expect(rows()).toEqual(written);

  database.isAway = true;
  await vi.advanceTimersByTimeAsync(60_000);
  database.isAway = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(database.terms).toBeGreaterThan(1);
  expect(rows()).toEqual(written);
  await watcher.stop();
});

test('what was created and removed between two looks is written as both', async () => {
  const { watcher, swarm, rows } = aWatcher();
  watcher.start();
  await aWhile();
  swarm.put('brief', 'app:1');
  swarm.remove('brief');
  await aWhile();
  expect(rows()).toEqual(['outside.created brief', 'outside.removed brief']);
  await watcher.stop();
});

test('specs of services that are gone are not kept', async () => {
  const { watcher, swarm } = aWatcher();
  for (let round = 0; round < 2_000; round += 1) {
    swarm.put(`ci${round}`, 'app:1');
    swarm.remove(`ci${round}`);
    vi.setSystemTime(Date.now() + 300);
  }
  expect(watcher.specsHeld).toBeLessThan(150);
});
