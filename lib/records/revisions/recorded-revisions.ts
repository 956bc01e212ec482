import { createHash } from 'node:crypto';
import type { OperationId, RevisionId, ServiceId } from '#lib/domain/ids';
import type { FieldChange } from '#lib/domain/operation/operation';
import { diffSpecs } from '#lib/domain/spec/diff';
import { valueAt } from '#lib/domain/spec/edit';
import { parseSpec, type RawSpec, rawSpec } from '#lib/domain/spec/raw-spec';
import type { SpecSeen } from '#lib/ports/cluster-feed';
import type { HeldLease } from '#lib/ports/leases';
import type { Revision, RevisionChanges, Revisions } from '#lib/ports/revisions';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded, isTaken } from '../faults';
import type { RevisionClaim, Revision as StoredRevision } from '../generated/sqlite/client';
import { whileHeld } from '../leases/recorded-leases';
import { newId } from '../new-id';
import { Serial } from '../serial';
import { sqlFor } from '../sql-for';

const ATTEMPTS = 5;
/** Services whose newest revision is cached, so that a spec which is observed again costs no query. */
const REMEMBERED = 10_000;
const DIFFS_KEPT = 5000;

interface Spec {
  hash: string;
  text: string;
  image: string;
}

/** The oldest revisions of a service beyond the limit, except those that an operation or a note refers to. */
const PRUNABLE = `SELECT "id", "specHash" FROM (
  SELECT "id", "specHash", "firstVersion", "operationId", "note",
    ROW_NUMBER() OVER (PARTITION BY "serviceId" ORDER BY "firstVersion" DESC) AS place
  FROM "revisions"
) AS ranked
WHERE place > ? AND "operationId" IS NULL AND "note" IS NULL
ORDER BY "firstVersion" LIMIT ?`;

/**
 * Revisions in the database, each a span of object versions at which one spec was seen. Specs are stored once, by hash,
 * as canonical JSON. Work on one service is done in order of arrival.
 */
export class RecordedRevisions implements Revisions {
  #database: Database;
  #serial = new Serial();
  #newest = new Map<ServiceId, Revision>();
  /** Diffs between two specs, by their hashes; the oldest are evicted. */
  #diffs = new Map<string, readonly FieldChange[]>();
  readonly #listeners = new Set<(serviceId: ServiceId) => void>();
  /** Services with claims of this console that no revision has met yet, including those from before a crash. */
  #claimed: Promise<Set<string>> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  record(seen: SpecSeen): Promise<Revision> {
    return this.#serial.run(seen.serviceId, () =>
      guarded(async () => {
        const claimed = await this.#claimedServices();
        const known = this.#newest.get(seen.serviceId);
        if (known?.lastVersion === seen.version && !claimed.has(seen.serviceId)) return known;
        const revision = await this.#recordAnew(seen, specOf(seen.spec));
        claimed.delete(seen.serviceId);
        this.#remember(revision);
        if (known?.id !== revision.id || known.operationId !== revision.operationId) this.#changed(seen.serviceId);
        return revision;
      }),
    );
  }

  claim(serviceId: ServiceId, spec: RawSpec, operationId: OperationId, by: string, fromVersion: number): Promise<void> {
    return this.#serial.run(serviceId, () =>
      guarded(async () => {
        const { hash } = specOf(spec);
        const since = await this.#prisma.revision.findMany({
          where: { serviceId, lastVersion: { gt: fromVersion } },
          orderBy: { firstVersion: 'asc' },
        });
        const made = since.find(({ specHash, firstVersion }) => specHash === hash && firstVersion > fromVersion);
        if (made && made.operationId === null) {
          await this.#prisma.revision.update({ where: { id: made.id }, data: { operationId, by } });
          this.#newest.delete(serviceId);
          this.#changed(serviceId);
        } else if (since.length === 0) {
          const claim = { serviceId, fromVersion, specHash: hash, by };
          await this.#prisma.revisionClaim.upsert({
            where: { operationId },
            create: { operationId, ...claim },
            update: claim,
          });
          (await this.#claimedServices()).add(serviceId);
        }
      }),
    );
  }

  credit(serviceId: ServiceId, version: number, by: string): Promise<void> {
    return this.#serial.run(serviceId, () =>
      guarded(async () => {
        const at = { serviceId, firstVersion: { lte: version }, lastVersion: { gte: version } };
        const { count } = await this.#prisma.revision.updateMany({
          where: { ...at, operationId: null, by: null },
          data: { by },
        });
        this.#newest.delete(serviceId);
        if (count > 0) this.#changed(serviceId);
      }),
    );
  }

  onChange(listener: (serviceId: ServiceId) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(serviceId: ServiceId): void {
    for (const listener of this.#listeners) listener(serviceId);
  }

  list(serviceId: ServiceId, limit: number): Promise<Revision[]> {
    return guarded(async () => {
      const rows = await this.#prisma.revision.findMany({
        where: { serviceId },
        orderBy: { firstVersion: 'desc' },
        take: limit,
      });
      return rows.map(revisionOf);
    });
  }

  listWithChanges(serviceId: ServiceId, limit: number): Promise<RevisionChanges[]> {
    return guarded(async () => {
      const rows = await this.#prisma.revision.findMany({
        where: { serviceId },
        orderBy: { firstVersion: 'desc' },
        take: limit + 1,
      });
      const changesOf = await this.#changes(rows);
      return rows.slice(0, limit).map((row, index) => {
        const earlier = rows.slice(index + 1);
        const restored = earlier.find(({ specHash }) => specHash === row.specHash);
        return { ...revisionOf(row), changes: changesOf(index), restores: restored?.number ?? null };
      });
    });
  }

  /** Diffs between neighbours are cached by the hashes of their specs, so that listing them again reads no spec. */
  async #changes(rows: readonly StoredRevision[]): Promise<(index: number) => readonly FieldChange[] | null> {
    const pairs = rows.slice(0, -1).map((row, index) => [rows[index + 1]?.specHash ?? '', row.specHash] as const);
    const unknown = pairs.filter(([before, after]) => !this.#diffs.has(`${before} ${after}`));
    const found = await this.#prisma.specText.findMany({ where: { hash: { in: [...new Set(unknown.flat())] } } });
    const textOf = new Map(found.map(({ hash, text }) => [hash, rawSpec(text)]));
    for (const [before, after] of unknown) {
      const [from, to] = [textOf.get(before), textOf.get(after)];
      if (from && to) this.#diffs.set(`${before} ${after}`, diffSpecs(from, to));
    }
    const known = pairs.map(([before, after]) => this.#diffs.get(`${before} ${after}`) ?? []);
    while (this.#diffs.size > DIFFS_KEPT) this.#diffs.delete(this.#diffs.keys().next().value ?? '');
    return (index) => known[index] ?? null;
  }

  annotate(serviceId: ServiceId, number: number, note: string | null): Promise<boolean> {
    return this.#serial.run(serviceId, () =>
      guarded(async () => {
        const { count } = await this.#prisma.revision.updateMany({ where: { serviceId, number }, data: { note } });
        this.#newest.delete(serviceId);
        if (count > 0) this.#changed(serviceId);
        return count > 0;
      }),
    );
  }

  /** One query for all services, so that a console with little to prune costs little. */
  prune(keep: number, limit: number, lease: HeldLease): Promise<number> {
    return guarded(async () => {
      const old = await this.#prisma.$queryRawUnsafe<{ id: string; specHash: string }[]>(
        sqlFor(this.#database.provider, PRUNABLE),
        keep,
        limit,
      );
      if (old.length === 0) return 0;
      await whileHeld(this.#database, lease, async (on) => {
        await on.revision.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
        const hashes = [...new Set(old.map(({ specHash }) => specHash))];
        await on.specText.deleteMany({ where: { hash: { in: hashes }, revisions: { none: {} } } });
      });
      return old.length;
    });
  }

  find(serviceId: ServiceId, number: number): Promise<(Revision & { spec: RawSpec }) | null> {
    return guarded(async () => {
      const where = { serviceId_number: { serviceId, number } };
      const row = await this.#prisma.revision.findUnique({ where, include: { spec: true } });
      return row && { ...revisionOf(row), spec: rawSpec(row.spec.text) };
    });
  }

  at(serviceId: ServiceId, version: number): Promise<RawSpec | null> {
    return guarded(async () => {
      const row = await this.#prisma.revision.findFirst({
        where: { serviceId, firstVersion: { lte: version }, lastVersion: { gte: version } },
        orderBy: { firstVersion: 'desc' },
        include: { spec: true },
      });
      return row && rawSpec(row.spec.text);
    });
  }

  get #prisma() {
    return this.#database.prisma;
  }

  /** Another console may take the number first; then this one retries. */
  async #recordAnew(seen: SpecSeen, spec: Spec): Promise<Revision> {
    for (let left = ATTEMPTS; ; left -= 1) {
      try {
        return revisionOf((await this.#extend(seen, spec)) ?? (await this.#add(seen, spec)));
      } catch (error) {
        if (!isTaken(error) || left <= 1) throw error;
      }
    }
  }

  /** The neighbouring revision with the same spec, extended to this version; null when there is none. */
  async #extend(seen: SpecSeen, spec: Spec): Promise<StoredRevision | null> {
    const { serviceId } = seen;
    const version = BigInt(seen.version);
    const before = await this.#prisma.revision.findFirst({
      where: { serviceId, firstVersion: { lte: version } },
      orderBy: { firstVersion: 'desc' },
    });
    const beside = before?.specHash === spec.hash ? before : await this.#firstAfter(serviceId, version);
    if (beside?.specHash !== spec.hash) return null;

    const claims = (await this.#claimedServices()).has(serviceId) ? await this.#claimsBefore(serviceId, version) : [];
    const span = {
      ...(version < beside.firstVersion && { firstVersion: version }),
      ...(version > beside.lastVersion && { lastVersion: version }),
    };
    const author = beside.operationId === null ? authorOf(claims, spec, beside.firstVersion) : {};
    const widened =
      Object.keys({ ...span, ...author }).length === 0
        ? beside
        : await this.#prisma.revision.update({ where: { id: beside.id }, data: { ...span, ...author } });
    if (claims.length > 0) await this.#prisma.revisionClaim.deleteMany({ where: within(claims) });
    return widened;
  }

  async #add({ serviceId, name, version, at }: SpecSeen, { hash, text, image }: Spec): Promise<StoredRevision> {
    const claims = await this.#claimsBefore(serviceId, BigInt(version));
    const numbers = await this.#prisma.revision.aggregate({ where: { serviceId }, _max: { number: true } });
    const data: StoredRevision = {
      id: newId(),
      serviceId,
      serviceName: name,
      number: (numbers._max.number ?? 0) + 1,
      firstVersion: BigInt(version),
      lastVersion: BigInt(version),
      image,
      seenAt: new Date(at).toISOString(),
      specHash: hash,
      operationId: null,
      by: null,
      note: null,
      ...authorOf(claims, { hash }, BigInt(version)),
    };
    await this.#prisma.$transaction([
      this.#prisma.specText.upsert({ where: { hash }, create: { hash, text }, update: {}, select: { hash: true } }),
      this.#prisma.revision.create({ data, select: { id: true } }),
      ...(claims.length > 0 ? [this.#prisma.revisionClaim.deleteMany({ where: within(claims) })] : []),
    ]);
    return data;
  }

  #firstAfter(serviceId: string, version: bigint): Promise<StoredRevision | null> {
    const where = { serviceId, firstVersion: { gt: version } };
    return this.#prisma.revision.findFirst({ where, orderBy: { firstVersion: 'asc' } });
  }

  /** The engine accepts a spec only for the named version, so the next version is the claimed one or later. */
  #claimsBefore(serviceId: string, version: bigint): Promise<RevisionClaim[]> {
    return this.#prisma.revisionClaim.findMany({ where: { serviceId, fromVersion: { lt: version } } });
  }

  #claimedServices(): Promise<Set<string>> {
    this.#claimed ??= this.#prisma.revisionClaim
      .findMany({ distinct: ['serviceId'], select: { serviceId: true } })
      .then((rows) => new Set(rows.map(({ serviceId }) => serviceId)))
      .catch((error) => {
        this.#claimed = null;
        throw error;
      });
    return this.#claimed;
  }

  #remember(revision: Revision): void {
    if (this.#newest.size >= REMEMBERED) this.#newest.clear();
    this.#newest.set(revision.serviceId, revision);
  }
}

function specOf(spec: RawSpec): Spec {
  const tree = parseSpec(spec);
  const text = canonicalJson(tree);
  const image = valueAt(tree, ['TaskTemplate', 'ContainerSpec', 'Image']);
  return { text, hash: createHash('sha256').update(text).digest('hex'), image: typeof image === 'string' ? image : '' };
}

const within = (claims: RevisionClaim[]) => ({ operationId: { in: claims.map(({ operationId }) => operationId) } });

function authorOf(claims: RevisionClaim[], { hash }: Pick<Spec, 'hash'>, firstVersion: bigint) {
  const claim = claims.find(({ specHash, fromVersion }) => specHash === hash && fromVersion < firstVersion);
  return claim ? { operationId: claim.operationId, by: claim.by } : {};
}

const revisionOf = (row: StoredRevision): Revision => ({
  id: row.id as RevisionId,
  serviceId: row.serviceId as ServiceId,
  serviceName: row.serviceName,
  number: row.number,
  firstVersion: Number(row.firstVersion),
  lastVersion: Number(row.lastVersion),
  image: row.image,
  seenAt: row.seenAt,
  operationId: row.operationId as OperationId | null,
  by: row.by,
  note: row.note,
});
