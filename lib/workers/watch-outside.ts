import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { OutsideAction } from '#lib/domain/operation/operation';
import { changesOfOthers, isOwnRollback, isUndecided, ownActsBetween } from '#lib/domain/operation/outside';
import { type Digest, diffFacts, type Facts, factsOf, sealed } from '#lib/domain/spec/facts';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { SpecSeen } from '#lib/ports/cluster-feed';
import type { LivePicture } from '#lib/ports/container';
import type { HistoryGaps } from '#lib/ports/history-gaps';
import type { Leases } from '#lib/ports/leases';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import type { Revisions } from '#lib/ports/revisions';
import { SEEN_KINDS, type SeenKind, type SeenObject, type SeenObjects } from '#lib/ports/seen-objects';
import { LISTED_KINDS, type ListedKind, type SwarmObjects } from '#lib/ports/swarm-objects';
import { type Term, UnderLease } from './under-lease';

interface OutsidePorts {
  leases: Leases;
  ledger: Ledger;
  seen: SeenObjects;
  gaps: HistoryGaps;
  objects: SwarmObjects;
  revisions: Pick<Revisions, 'credit'>;
  picture: LivePicture;
  digest: Digest;
  clock: Clock;
  log: Log;
}

/** Longer than a hand-over of the lease, so that neither that nor a restart is a gap. */
const UNWATCHED_MS = 90_000;
const LOOK_EVERY_MS = 60_000;
/** A list of configs carries all their data, so it is read rarely without a hint. */
const CONFIGS_EVERY_MS = 600_000;
const GATHER_MS = 300;
/** How long an operation of ours may be unanswered before it counts as done. */
const PATIENCE_MS = 90_000;
const STEP = 50;
const ROLLBACK_WITHIN_MS = 600_000;
const PICTURE_FOLLOWS_MS = 5_000;
/** Specs of removed services to hold before they are cleaned up. */
const SPECS_SPARE = 100;

/** The author of an automatic rollback. */
const SWARM = 'Docker Swarm';

/**
 * Compares every object with its last known state and records changes that none of our own operations made. At startup
 * the same comparison finds what happened while no console ran.
 */
export class WatchOutside {
  readonly #ports: OutsidePorts;
  readonly #leased: UnderLease;
  /** The newest spec of each known service, kept even while another console holds the lease. */
  readonly #specs = new Map<ServiceId, SpecSeen>();
  /** Specs that arrived while this console holds the lease, in order. */
  #arrived: SpecSeen[] | null = null;
  /** Services with recent rollbacks by SwarmKit itself, and the newest version at which one was seen. */
  readonly #rollbacks = new Map<ServiceId, { at: number; version: number }>();
  #wake: () => void = () => undefined;

  constructor(ports: OutsidePorts) {
    this.#ports = ports;
    const { leases, log } = ports;
    this.#leased = new UnderLease({ name: 'outside', leases, log, work: (term) => this.#work(term) });
  }

  start(): void {
    this.#leased.start();
  }

  stop(): Promise<void> {
    return this.#leased.stop();
  }

  /** The number of held specs: bounded by the number of services. */
  get specsHeld(): number {
    return this.#specs.size;
  }

  specSeen(seen: SpecSeen): void {
    const known = this.#specs.get(seen.serviceId);
    if (known && known.version >= seen.version) return;
    this.#specs.set(seen.serviceId, seen);
    if (this.#specs.size > 2 * this.#ports.picture.cluster().services.size + SPECS_SPARE) this.#forgetRemoved();
    this.#arrived?.push(seen);
    this.#rollbacks.set(seen.serviceId, { version: -1, ...this.#rollbacks.get(seen.serviceId), at: seen.at });
    this.#wake();
  }

  /** The picture lags behind specs, so a new spec may belong to a service that it does not have yet. */
  #forgetRemoved(): void {
    const { picture, clock } = this.#ports;
    const { services } = picture.cluster();
    const old = clock.now() - PICTURE_FOLLOWS_MS;
    for (const [id, { at }] of this.#specs) if (!services.has(id) && at < old) this.#specs.delete(id);
  }

  /** SwarmKit clears UpdateStatus on every service update, so it may be missing when the spec is compared. */
  #noteRollbacks(): void {
    const { services } = this.#ports.picture.cluster();
    const old = this.#ports.clock.now() - ROLLBACK_WITHIN_MS;
    for (const [id, noted] of this.#rollbacks) {
      const service = services.get(id);
      if (service && isOwnRollback(service.updateStatus)) noted.version = Math.max(noted.version, service.version);
      else if (noted.at < old) this.#rollbacks.delete(id);
    }
  }

  async #work({ lease, signal }: Term): Promise<void> {
    const { picture, objects, clock } = this.#ports;
    await this.#untilLive(signal);
    const { clusterId } = picture.status();
    if (signal.aborted || clusterId === null) return;
    // The ledger already knows of a removed service: comparing it again would record it as created once more.
    this.#forgetRemoved();
    this.#arrived = [...this.#specs.values()];
    const due = new Set<ListedKind>(LISTED_KINDS);
    const rolledBackAt = (id: string) => this.#rollbacks.get(id as ServiceId)?.version ?? -1;
    const round = new Round(this.#ports, { lease, signal }, clusterId, rolledBackAt);
    await round.begin();
    let [isDue, isFirst] = [true, true];
    const soon = () => {
      isDue = true;
      this.#wake();
    };
    this.#wake = () => undefined;
    const stopListening = picture.onChange(() => {
      this.#noteRollbacks();
      soon();
    });
    objects.follow((kind) => {
      due.add(kind);
      soon();
    }, signal);
    let lookedAt = clock.now();
    let configsAt = lookedAt;
    try {
      while (!signal.aborted) {
        const now = clock.now();
        if (now - lookedAt >= LOOK_EVERY_MS) {
          for (const kind of LISTED_KINDS) if (kind !== 'config' || now - configsAt >= CONFIGS_EVERY_MS) due.add(kind);
          if (due.has('config')) configsAt = now;
          lookedAt = now;
          await round.keepLooks();
        }
        if (picture.status().phase === 'live' && (isDue || due.size > 0 || round.hasPostponed)) {
          isDue = false;
          const kinds = [...due];
          due.clear();
          await round.run(this.#arrived.splice(0), kinds);
          if (isFirst) await round.keepLooks();
          isFirst = false;
        }
        await this.#rest(round.hasPostponed ? 1000 : 5000, signal, () => isDue);
      }
    } finally {
      stopListening();
      this.#arrived = null;
      await round.keepLooks().catch(() => undefined);
    }
  }

  async #rest(ms: number, signal: AbortSignal, isDue: () => boolean): Promise<void> {
    await pause(GATHER_MS, signal);
    if (isDue() || (this.#arrived?.length ?? 0) > 0) return;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await pause(ms, AbortSignal.any([signal, woken.signal]));
    this.#wake = () => undefined;
  }

  async #untilLive(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#ports.picture.status().phase !== 'live') await pause(500, signal);
  }
}

/** An object as it is now. */
interface Sight {
  kind: SeenKind;
  id: string;
  name: string;
  version: number;
  facts: Facts;
}

/** The known state of all objects during one term. */
class Round {
  readonly #ports: OutsidePorts;
  readonly #term: Term;
  readonly #clusterId: string;
  readonly #rolledBackAt: (id: string) => number;
  /** The facts of services before their last change, which a rollback restores. */
  readonly #before = new Map<string, Facts>();
  readonly #known = new Map<SeenKind, Map<string, SeenObject>>();
  /** When all objects of a kind were last compared; null: never, so existing objects count as unchanged. */
  readonly #lookedAt = new Map<SeenKind, number | null>();
  #postponed: (Sight & { since: number })[] = [];
  #reason: 'no-console' | 'no-engine' = 'no-console';
  readonly #forbidden = new Set<ListedKind>();
  #unkept: SeenObject[] = [];

  constructor(ports: OutsidePorts, term: Term, clusterId: string, rolledBackAt: (id: string) => number) {
    this.#ports = ports;
    this.#rolledBackAt = rolledBackAt;
    this.#term = term;
    this.#clusterId = clusterId;
  }

  get hasPostponed(): boolean {
    return this.#postponed.length > 0;
  }

  async begin(): Promise<void> {
    const { seen, digest } = this.#ports;
    for (const kind of SEEN_KINDS) {
      const look = await seen.lastLook(kind);
      const ofThisSwarm = look !== null && look.clusterId === this.#clusterId;
      const all = await seen.all(kind);
      if (look !== null && !ofThisSwarm)
        await seen.forget(
          kind,
          all.map(({ id }) => id),
          this.#term.lease,
        );
      const known = ofThisSwarm ? all.map((each) => ({ ...each, facts: sealed(each.facts, digest) })) : [];
      this.#known.set(kind, new Map(known.map((object) => [object.id, object])));
      this.#lookedAt.set(kind, ofThisSwarm ? look.at : null);
    }
  }

  /** Compares new specs, all nodes, and the kinds that may have changed. */
  async run(specs: readonly SpecSeen[], kinds: readonly ListedKind[]): Promise<void> {
    const { picture, clock, digest } = this.#ports;
    const now = clock.now();
    await this.#noteGap(now);
    const waiting = this.#postponed.splice(0);
    for (const sight of waiting) await this.#compare(sight, sight.since);
    const isPostponed = (kind: SeenKind, id: string) =>
      this.#postponed.some((each) => each.kind === kind && each.id === id);

    let done = 0;
    for (const { serviceId, name, version, spec } of specs) {
      if (this.#isOver()) return;
      await this.#compare({ kind: 'service', id: serviceId, name, version, facts: factsOf(spec, digest) }, now);
      done += 1;
      if (done % STEP === 0) await pause(0, this.#term.signal);
    }
    await this.#gone(
      'service',
      (id) => picture.cluster().services.has(id as ServiceId) || isPostponed('service', id),
      now,
    );
    this.#lookedAt.set('service', now);

    for (const node of [...picture.cluster().nodes.values()]) {
      const { id, hostname: name, version, role, availability, labels } = node;
      if (this.#known.get('node')?.get(id)?.version === version) continue;
      const spec = rawSpec(JSON.stringify({ Role: role, Availability: availability, Labels: labels }));
      await this.#compare({ kind: 'node', id, name, version, facts: factsOf(spec, digest) }, now);
    }
    await this.#gone('node', (id) => picture.cluster().nodes.has(id as NodeId), now);
    this.#lookedAt.set('node', now);

    for (const kind of kinds) await this.#list(kind, now);
    await this.#flush();
    this.#reason = 'no-engine';
  }

  /** Saves when each kind was last compared, so that a crash costs at most a minute of precision. */
  async keepLooks(): Promise<void> {
    const { seen, clock, picture } = this.#ports;
    if (picture.status().phase !== 'live') return;
    for (const [kind, at] of this.#lookedAt)
      if (at !== null && (kind === 'service' || kind === 'node' || !this.#forbidden.has(kind))) {
        const look = { clusterId: this.#clusterId, at: clock.now() };
        this.#lookedAt.set(kind, look.at);
        await seen.looked(kind, look, this.#term.lease);
      }
  }

  #isOver(): boolean {
    return this.#term.signal.aborted;
  }

  async #noteGap(now: number): Promise<void> {
    const since = this.#lookedAt.get('service') ?? now;
    if (now - since < UNWATCHED_MS) return;
    await this.#ports.gaps.add({ kind: 'changes', since, until: now, reason: this.#reason }, this.#term.lease);
  }

  async #list(kind: ListedKind, now: number): Promise<void> {
    const { objects, digest, log, seen } = this.#ports;
    try {
      const listed = await objects.list(kind);
      this.#forbidden.delete(kind);
      for (const { id, name, version, spec } of listed)
        await this.#compare({ kind, id, name, version, facts: factsOf(spec, digest) }, now);
      const ids = new Set(listed.map(({ id }) => id));
      await this.#gone(kind, (id) => ids.has(id), now);
      await this.#flush();
      const isFirst = this.#lookedAt.get(kind) === null;
      this.#lookedAt.set(kind, now);
      if (isFirst) await seen.looked(kind, { clusterId: this.#clusterId, at: now }, this.#term.lease);
    } catch (error) {
      if (this.#isOver()) throw error;
      if (!this.#forbidden.has(kind)) log.info({ kind, reason: String(error) }, 'objects could not be listed');
      this.#forbidden.add(kind);
    }
  }

  async #compare(sight: Sight, since: number): Promise<void> {
    const { kind, id, name, version, facts } = sight;
    const known = this.#known.get(kind)?.get(id);
    if (known && known.version > version) return;
    if (known && !differ(known.facts, facts)) {
      if (known.version !== version) this.#known.get(kind)?.set(id, { ...known, version });
      return;
    }
    // A network never changes, but managers report its addresses at different times.
    if (this.#lookedAt.get(kind) === null || (known && kind === 'network')) return this.#keep(sight);
    // One version of an object at a time.
    const isWaiting = this.#postponed.some((each) => each.kind === kind && each.id === id);
    const others = isWaiting ? null : await this.#othersIn(sight, known);
    if (others === null && this.#ports.clock.now() - since < PATIENCE_MS) {
      this.#postponed.push({ ...sight, since });
      return;
    }
    if (others && (others.length > 0 || !known))
      await this.#write(
        known ? 'outside.changed' : 'outside.created',
        { kind, id, name, version },
        known ? others : [],
      );
    await this.#keep(sight);
  }

  /** Which changes are not ours; null: not known yet. */
  async #othersIn({ kind, id, version, facts }: Sight, known: SeenObject | undefined) {
    const { ledger, digest, picture } = this.#ports;
    if (!known) return [];
    if (kind === 'service') {
      const service = picture.cluster().services.get(id as ServiceId);
      // The status arrives with the picture, a moment after the spec.
      if (service && service.version < version) return null;
      const before = this.#before.get(id);
      const wentBack = before === undefined || !differ(before, facts);
      const rolledBackAt = isOwnRollback(service?.updateStatus) ? (service?.version ?? -1) : this.#rolledBackAt(id);
      if (rolledBackAt >= version && wentBack) {
        await this.#ports.revisions.credit(id as ServiceId, version, SWARM);
        return [];
      }
    }
    if (kind !== 'service' && kind !== 'node') return diffFacts(known.facts, facts);
    const { items } = await ledger.operations({ limit: 100, targetId: id });
    const own = ownActsBetween(items, known.version, version);
    if (own.some(isUndecided)) return null;
    return changesOfOthers(known.facts, facts, own, digest);
  }

  async #gone(kind: SeenKind, isThere: (id: string) => boolean, now: number): Promise<void> {
    const known = this.#known.get(kind) ?? new Map<string, SeenObject>();
    for (const { id, name, version } of [...known.values()]) {
      if (isThere(id)) continue;
      if (this.#lookedAt.get(kind) !== null) await this.#write('outside.removed', { kind, id, name, version }, [], now);
      await this.#flush();
      await this.#ports.seen.forget(kind, [id], this.#term.lease);
      known.delete(id);
      this.#before.delete(id);
    }
  }

  async #write(
    action: OutsideAction,
    { kind, id, name, version }: Pick<Sight, 'kind' | 'id' | 'name' | 'version'>,
    changes: Parameters<Ledger['observed']>[0]['changes'],
    now = this.#ports.clock.now(),
  ): Promise<void> {
    const lookedAt = this.#lookedAt.get(kind) ?? now;
    const unseenSince = now - lookedAt >= UNWATCHED_MS ? new Date(lookedAt).toISOString() : null;
    const target = { kind, id, name };
    await this.#ports.ledger.observed({ action, target, changes, version, unseenSince }, this.#term.lease);
  }

  async #keep({ kind, id, name, version, facts }: Sight): Promise<void> {
    const object = { kind, id, name, version, facts };
    const before = kind === 'service' ? this.#known.get(kind)?.get(id) : undefined;
    if (before && differ(before.facts, facts)) this.#before.set(id, before.facts);
    this.#known.get(kind)?.set(id, object);
    this.#unkept.push(object);
    if (this.#unkept.length >= STEP) await this.#flush();
  }

  async #flush(): Promise<void> {
    const objects = this.#unkept.splice(0);
    if (objects.length > 0) await this.#ports.seen.put(objects, this.#term.lease);
  }
}

const differ = (a: Facts, b: Facts): boolean => diffFacts(a, b).length > 0;
