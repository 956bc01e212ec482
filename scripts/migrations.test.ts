import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { sqlBetween } from './schema-engine.mjs';
import { migrationsOf, PROVIDERS, schemaText } from './schema-flavours.mjs';

const namesOf = (provider: string) =>
  readdirSync(migrationsOf(provider), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const sqlOf = (provider: string, name: string) =>
  readFileSync(path.join(migrationsOf(provider), name, 'migration.sql'), 'utf8');

/** Tables with their columns and indexes, independent of the order of creation. */
function shapeOf(scripts: string[]) {
  const database = new DatabaseSync(':memory:');
  for (const script of scripts) database.exec(script);
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
  const byText = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  const shape = tables
    .all()
    .map(({ name }) => String(name))
    .sort()
    .map((table) => ({
      table,
      columns: byText(
        database.prepare('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)').all(table),
      ),
      indexes: byText(database.prepare('SELECT name, "unique" FROM pragma_index_list(?)').all(table)),
      references: byText(
        database
          .prepare('SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?)')
          .all(table),
      ),
    }));
  database.close();
  return shape;
}

test('both databases have the same migrations', () => {
  const [sqlite, postgresql] = PROVIDERS.map(namesOf);
  expect(postgresql).toEqual(sqlite);
});

test('the migrations, applied one after the other, make what the schema says', async () => {
  const fromSchema = await sqlBetween('sqlite', null, schemaText('sqlite'));
  const fromMigrations = namesOf('sqlite').map((name) => sqlOf('sqlite', name));
  expect(shapeOf(fromMigrations)).toEqual(shapeOf([fromSchema]));
});

test('the PostgreSQL schema differs from the hand-written one in its provider and its place', () => {
  const linesOf = (provider: string) =>
    schemaText(provider)
      .replace(/^\/\/ Derived.*\n/, '')
      .split('\n');
  const [ours, derived] = PROVIDERS.map(linesOf) as [string[], string[]];
  const different = ours.filter((line, at) => line.replace(/\s+/g, ' ') !== derived[at]?.replace(/\s+/g, ' '));
  expect(different.map((line) => line.trim().split(/\s*=/)[0])).toEqual(['output', 'provider']);
});
