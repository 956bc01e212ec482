import path from 'node:path';
import type { Database } from './database';
import type { Provider } from './database-url';
import { MIGRATIONS } from './migrations/migrate';
import { readMigrations } from './migrations/migration-files';

/** A trigger of the ledger or its segments: its text, and that of the function that it calls. */
type Guards = ReadonlyMap<string, string>;

const oneLine = (sql: string): string => sql.replaceAll('"', '').replace(/\s+/g, ' ').trim();

/** PostgreSQL prints a trigger with its schema, and its events in an order of its own. */
const canonical = (definition: string): string =>
  oneLine(definition)
    .replace(/\w+\.(?=ledger)/g, '')
    .replace(
      /(BEFORE|AFTER) (.+?) ON/,
      (_, when: string, events: string) => `${when} ${events.split(' OR ').sort().join(' OR ')} ON`,
    );

const bodyOf = (name: string, sql: string): string | undefined =>
  sql.match(new RegExp(`CREATE (?:OR REPLACE )?FUNCTION "${name}"\\(\\)[^$]*\\$\\$([\\s\\S]*?)\\$\\$`))?.[1];

/** As the migrations make them; a later one replaces an earlier one of its name. */
function guardsIn(provider: Provider, root: string): Guards {
  const sql = readMigrations(path.join(root, provider)).map((migration) => migration.sql);
  const trigger =
    provider === 'sqlite'
      ? /CREATE TRIGGER "(ledger_\w*refuse\w*)"[\s\S]*?\nEND(?=;)/g
      : /CREATE TRIGGER "(ledger_\w*refuse\w*)"[^;]*?EXECUTE FUNCTION "(\w+)"\(\)/g;
  const found = new Map<string, string>();
  for (const [text, name = '', called] of sql.join('\n').matchAll(trigger)) {
    const body = called && sql.map((one) => bodyOf(called, one)).findLast((one) => one !== undefined);
    found.set(name, called ? `${canonical(text)} ${oneLine(body ?? '')}` : oneLine(text));
  }
  return found;
}

async function guardsOf({ prisma, provider }: Database): Promise<Guards> {
  if (provider === 'sqlite') {
    const rows = await prisma.$queryRawUnsafe<{ name: string; sql: string }[]>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('ledger', 'ledger_segments')`,
    );
    return new Map(rows.map(({ name, sql }) => [name, oneLine(sql)]));
  }
  const rows = await prisma.$queryRawUnsafe<{ name: string; sql: string; body: string }[]>(
    `SELECT tgname::text AS name, pg_get_triggerdef(t.oid) AS sql, prosrc AS body
     FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE tgrelid IN ('ledger'::regclass, 'ledger_segments'::regclass) AND tgenabled IN ('O', 'A')`,
  );
  return new Map(rows.map(({ name, sql, body }) => [name, `${canonical(sql)} ${oneLine(body)}`]));
}

/**
 * The first guard trigger of the ledger that is missing, disabled or altered; null when all are right. It is never
 * restored silently, because rows may have been changed meanwhile and a person must check.
 */
export async function missingGuard(database: Database, root = MIGRATIONS): Promise<string | null> {
  const wanted = guardsIn(database.provider, root);
  const existing = await guardsOf(database);
  for (const [name, text] of wanted) if (existing.get(name) !== text) return name;
  return null;
}
