import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { TaskState } from '#lib/domain/task/task';
import type { StateSeen, TaskStory } from '#lib/domain/task/task-story';
import type { HeldLease } from '#lib/ports/leases';
import type { StoryQuery, TaskHistory, TaskNews } from '#lib/ports/task-history';
import type { Database } from '../database';
import type { Provider } from '../database-url';
import { guarded } from '../faults';
import type { TaskRecord } from '../generated/sqlite/client';
import { whileHeld } from '../leases/recorded-leases';
import { sqlFor } from '../sql-for';

const COLUMNS: Record<string, 'TEXT' | 'BIGINT' | 'INTEGER' | 'TIMESTAMP(3)'> = {
  id: 'TEXT',
  version: 'BIGINT',
  serviceId: 'TEXT',
  serviceName: 'TEXT',
  slot: 'INTEGER',
  nodeId: 'TEXT',
  nodeName: 'TEXT',
  state: 'TEXT',
  desiredState: 'TEXT',
  message: 'TEXT',
  error: 'TEXT',
  exitCode: 'INTEGER',
  image: 'TEXT',
  templateDigest: 'TEXT',
  statesJson: 'TEXT',
  createdAt: 'TIMESTAMP(3)',
  stateSince: 'TIMESTAMP(3)',
  endedAt: 'TIMESTAMP(3)',
  goneAt: 'TIMESTAMP(3)',
};
const NAMES = Object.keys(COLUMNS);
const listed = NAMES.map((name) => `"${name}"`).join(', ');

/** All rows as one parameter: one statement, however many they are. */
const ROWS: Record<Provider, string> = {
  sqlite: `SELECT ${NAMES.map((_, at) => `value ->> ${at}`).join(', ')} FROM json_each(?) WHERE true`,
  postgresql: `SELECT ${NAMES.map((name, at) => `(value ->> ${at})::${COLUMNS[name]}`).join(', ')}
    FROM json_array_elements(CAST(? AS json))`,
};

/** States are appended to the list; an unknown name never overwrites a known one. */
const MERGED: Record<string, string> = {
  statesJson: `CASE
    WHEN excluded."version" <= task_records."version" OR excluded."statesJson" = '[]' THEN task_records."statesJson"
    WHEN task_records."statesJson" = '[]' THEN excluded."statesJson"
    ELSE substr(task_records."statesJson", 1, length(task_records."statesJson") - 1) || ',' || substr(excluded."statesJson", 2)
  END`,
  serviceName: `CASE WHEN excluded."serviceName" = '' THEN task_records."serviceName" ELSE excluded."serviceName" END`,
  nodeName: 'COALESCE(excluded."nodeName", task_records."nodeName")',
  goneAt: 'COALESCE(task_records."goneAt", excluded."goneAt")',
};
const KEPT = new Set(['id', 'createdAt']);
const sets = NAMES.filter((name) => !KEPT.has(name))
  .map((name) => `"${name}" = ${MERGED[name] ?? `excluded."${name}"`}`)
  .join(', ');
const upsert = (provider: Provider) =>
  sqlFor(
    provider,
    `INSERT INTO task_records (${listed}) ${ROWS[provider]}
     ON CONFLICT ("id") DO UPDATE SET ${sets} WHERE excluded."version" >= task_records."version"`,
  );

/** Task records in the database, many in one statement. */
export class RecordedTaskHistory implements TaskHistory {
  #database: Database;
  #upsert: string;

  constructor(database: Database) {
    this.#database = database;
    this.#upsert = upsert(database.provider);
  }

  write(news: readonly TaskNews[], lease: HeldLease): Promise<void> {
    return guarded(async () => {
      const timeOf = this.#database.provider === 'sqlite' ? sqliteTime : isoTime;
      const rows = JSON.stringify(news.map((each) => rowOf(each, timeOf)));
      await whileHeld(this.#database, lease, (on) => on.$executeRawUnsafe(this.#upsert, rows));
    });
  }

  known(after: TaskId | null, limit: number): Promise<{ id: TaskId; version: number }[]> {
    return guarded(async () => {
      const rows = await this.#database.prisma.taskRecord.findMany({
        where: { goneAt: null, ...(after !== null && { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, version: true },
      });
      return rows.map(({ id, version }) => ({ id: id as TaskId, version: Number(version) }));
    });
  }

  running(after: TaskId | null, limit: number): Promise<{ id: TaskId; since: number }[]> {
    return guarded(async () => {
      const rows = await this.#database.prisma.taskRecord.findMany({
        where: { state: 'running', goneAt: null, ...(after !== null && { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, stateSince: true, statesJson: true },
      });
      return rows.map(({ id, stateSince, statesJson }) => {
        const began = (JSON.parse(statesJson) as StateSeen[]).filter(([state]) => state === 'running');
        return { id: id as TaskId, since: Math.min(stateSince.getTime(), ...began.map(([, at]) => at)) };
      });
    });
  }

  gone(ids: readonly TaskId[], at: number, lease: HeldLease): Promise<void> {
    return guarded(async () => {
      const where = { id: { in: [...ids] }, goneAt: null };
      await whileHeld(this.#database, lease, (on) =>
        on.taskRecord.updateMany({ where, data: { goneAt: new Date(at) } }),
      );
    });
  }

  stories({ serviceId, nodeId, slot, since, until, limit }: StoryQuery): Promise<TaskStory[]> {
    return guarded(async () => {
      const rows = await this.#database.prisma.taskRecord.findMany({
        where: {
          ...(serviceId !== undefined && { serviceId }),
          ...(nodeId !== undefined && { nodeId }),
          ...(slot !== undefined && { slot }),
          ...(until !== undefined && { createdAt: { lt: new Date(until) } }),
          OR: [
            { endedAt: { gte: new Date(since) } },
            { endedAt: null, goneAt: null },
            { goneAt: { gte: new Date(since) } },
          ],
        },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map(storyOf);
    });
  }

  forget(before: number, limit: number, lease: HeldLease): Promise<number> {
    return guarded(async () => {
      const time = new Date(before);
      const rows = await this.#database.prisma.taskRecord.findMany({
        where: { OR: [{ endedAt: { lt: time } }, { goneAt: { lt: time } }] },
        take: limit,
        select: { id: true },
      });
      const where = { id: { in: rows.map(({ id }) => id) } };
      if (rows.length > 0) await whileHeld(this.#database, lease, (on) => on.taskRecord.deleteMany({ where }));
      return rows.length;
    });
  }
}

/** As Prisma writes it, so that times compare as texts. */
const sqliteTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '+00:00');
const isoTime = (ms: number): string => new Date(ms).toISOString().slice(0, -1);

function rowOf(news: TaskNews, timeOf: (ms: number) => string): (string | number | null)[] {
  const row: Record<string, string | number | null> = {
    ...(news as unknown as Record<string, string | number | null>),
    statesJson: JSON.stringify(news.states),
    createdAt: timeOf(news.createdAt),
    stateSince: timeOf(news.stateSince),
    endedAt: news.endedAt === null ? null : timeOf(news.endedAt),
    goneAt: news.goneAt === null ? null : timeOf(news.goneAt),
  };
  return NAMES.map((name) => row[name] ?? null);
}

const storyOf = (row: TaskRecord): TaskStory => ({
  id: row.id as TaskId,
  serviceId: row.serviceId as ServiceId,
  serviceName: row.serviceName,
  slot: row.slot,
  nodeId: row.nodeId as NodeId | null,
  nodeName: row.nodeName,
  state: row.state as TaskState,
  desiredState: row.desiredState as TaskState,
  message: row.message,
  error: row.error,
  exitCode: row.exitCode,
  image: row.image,
  templateDigest: row.templateDigest,
  states: inOrder(JSON.parse(row.statesJson) as StateSeen[]),
  createdAt: row.createdAt.getTime(),
  stateSince: row.stateSince.getTime(),
  endedAt: row.endedAt?.getTime() ?? null,
  goneAt: row.goneAt?.getTime() ?? null,
});

/** Merges repeated states, because after a change of consoles the same state is observed again. */
function inOrder(states: StateSeen[]): StateSeen[] {
  const seen = new Set<string>();
  return states
    .filter(([state, at]) => !seen.has(`${state} ${at}`) && seen.add(`${state} ${at}`))
    .sort((a, b) => a[1] - b[1]);
}
