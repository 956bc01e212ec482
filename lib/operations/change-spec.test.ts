import { beforeEach, expect, test } from 'vitest';
import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { OperationId, SessionId, UserId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import { applyEdits } from '#lib/domain/spec/edit';
import { parseSpec, plainValueOf, type RawSpec, rawSpec } from '#lib/domain/spec/raw-spec';
import { imageEdit, scaleEdit } from '#lib/domain/spec/service-edits';
import { aServiceId } from '#lib/domain/testing/builders';
import type { Container } from '#lib/ports/container';
import type { AnsweredEntry, OpenedEntry } from '#lib/ports/ledger';
import type { SentRequest } from '#lib/ports/swarm-engine';
import { scaleService } from './services/scale-service';

const ada: Principal = {
  kind: 'session',
  userId: 'u' as UserId,
  sessionId: 's' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role: 'operator',
};
const WEB = aServiceId('web');
const first = rawSpec(
  '{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"app:1"}},"Mode":{"Replicated":{"Replicas":2}}}',
);

/** An engine with one service, whose other writers can be played, and a ledger that notes the order of things. */
class World {
  version = 10;
  spec: RawSpec = first;
  known = new Map<number, RawSpec>([[10, first]]);
  events: string[] = [];
  answers: AnsweredEntry[] = [];
  opened: OpenedEntry[] = [];
  beforeSend: (() => void)[] = [];
  ledgerIsAway = false;

  else(spec: RawSpec): void {
    this.version += 1;
    this.spec = spec;
    this.known.set(this.version, spec);
  }

  get replicas(): unknown {
    return (plainValueOf(parseSpec(this.spec)) as { Mode: { Replicated: { Replicas: number } } }).Mode.Replicated
      .Replicas;
  }

  ports(): Container {
    return {
      engine: {
        readService: async () => ({ version: this.version, name: 'web', spec: this.spec }),
        serviceUpdateRequest: (_id: string, version: number, body: RawSpec) => ({
          method: 'POST',
          path: `?version=${version}`,
          body,
        }),
        send: async (request: SentRequest) => {
          this.events.push('sent');
          this.beforeSend.shift()?.();
          if (request.path !== `?version=${this.version}`) throw new Fault('stale_version');
          this.else(request.body);
          return { warnings: [] };
        },
      },
      ledger: {
        open: async (entry: OpenedEntry) => {
          if (this.ledgerIsAway) throw new Fault('records_unavailable');
          this.events.push('opened');
          this.opened.push(entry);
          return { id: 'op' as OperationId } as Operation;
        },
        answered: async (_id: OperationId, entry: AnsweredEntry) => {
          this.events.push(entry.state);
          this.answers.push(entry);
          return {} as Operation;
        },
      },
      revisions: {
        at: async (_id: string, version: number) => this.known.get(version) ?? null,
        claim: async () => undefined,
      },
      feed: { hasten: () => undefined },
      picture: { cluster: () => ({ tasks: new Map() }) },
      settings: { containerId: null },
      log: { error: () => undefined },
    } as unknown as Container;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});
const scale = (replicas: number, version = 10, overwrite = false) =>
  scaleService(world.ports(), ada, WEB, { replicas, version, overwrite });

test('the ledger is opened before anything is sent, and answered after', async () => {
  await scale(5);
  expect(world.events).toEqual(['opened', 'sent', 'accepted']);
  expect(world.replicas).toBe(5);
  expect(world.opened[0]).toMatchObject({
    command: 'docker service scale web=5',
    changes: [{ path: 'Mode.Replicated.Replicas', before: 2, after: 5 }],
  });
});

test('no row, no act: without the ledger nothing is sent', async () => {
  world.ledgerIsAway = true;
  await expect(scale(5)).rejects.toMatchObject({ code: 'records_unavailable' });
  expect(world.events).toEqual([]);
  expect(world.replicas).toBe(2);
});

test('another field that somebody changed meanwhile is kept', async () => {
  world.else(applyEdits(first, [imageEdit('app:2')]));
  await scale(5, 10);
  expect(world.spec).toContain('app:2');
  expect(world.replicas).toBe(5);
});

test('the same field changed meanwhile is asked about, and nothing is written', async () => {
  world.else(applyEdits(first, [scaleEdit('replicated', 3)]));
  await expect(scale(5, 10)).rejects.toMatchObject({
    code: 'edit_conflict',
    params: { fields: ['Mode.Replicated.Replicas'], theirs: ['3'], mine: ['5'] },
  });
  expect(world.events).toEqual([]);
  expect(world.replicas).toBe(3);
});

test('who was shown the conflict may insist', async () => {
  world.else(applyEdits(first, [scaleEdit('replicated', 3)]));
  await scale(5, 10, true);
  expect(world.replicas).toBe(5);
});

test('a writer who comes between the read and the write is merged with, once more', async () => {
  world.beforeSend.push(() => world.else(applyEdits(world.spec, [imageEdit('app:2')])));
  await scale(5);
  expect(world.events).toEqual(['opened', 'sent', 'sent', 'accepted']);
  expect(world.spec).toContain('app:2');
  expect(world.replicas).toBe(5);
  expect(world.answers[0]).toMatchObject({ baseVersion: 11 });
});

test('a version that was never seen is no licence to overwrite', async () => {
  world.else(applyEdits(first, [scaleEdit('replicated', 3)]));
  await expect(scale(5, 7)).rejects.toMatchObject({ code: 'edit_conflict' });
});

test('a write without an answer is told as unknown, with the act to follow it by', async () => {
  world.beforeSend.push(() => {
    throw new Fault('outcome_unknown');
  });
  await expect(scale(5)).rejects.toMatchObject({ code: 'outcome_unknown', params: { operationId: 'op' } });
  expect(world.events).toEqual(['opened', 'sent', 'unknown']);
});

test('records that go away after the write do not make a done act look refused', async () => {
  const ports = world.ports();
  ports.ledger.answered = () => Promise.reject(new Fault('records_unavailable'));
  await scaleService(ports, ada, WEB, { replicas: 5, version: 10, overwrite: false });
  expect(world.replicas).toBe(5);
});

test('what is as wanted already is no act', async () => {
  await expect(scale(2)).rejects.toMatchObject({ code: 'nothing_to_change' });
  expect(world.events).toEqual([]);
});
