// npm run migration:new -- <name> [--empty]     the next migration of both providers, with no database and no network
// npm run migration:new -- --check              fails when the schema has changes that no migration makes
//
// The schema is compared with the copy kept beside the migrations. What is written may be edited and added to by hand
// (triggers, data): the copy, not the SQL, is what the next comparison starts from. --empty: for hand-written SQL alone.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { main, StepFailed } from './progress.mjs';
import './root.mjs';
import { sqlBetween } from './schema-engine.mjs';
import { migrationsOf, PROVIDERS, schemaText } from './schema-flavours.mjs';

const stampOf = (date) => date.toISOString().replace(/\D/g, '').slice(0, 14);
const snapshotOf = (provider) => path.join(migrationsOf(provider), 'schema.snapshot.prisma');

async function change(provider) {
  const snapshot = snapshotOf(provider);
  const before = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : null;
  const schema = schemaText(provider);
  return { provider, schema, sql: await sqlBetween(provider, before, schema) };
}

/** Tables with a trigger in an earlier migration. SQLite rebuilds a table to change it, and the triggers are lost. */
function triggeredTables(folder) {
  const earlier = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const sql = earlier.map(({ name }) => readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')).join('\n');
  return new Set([...sql.matchAll(/CREATE\s+TRIGGER[\s\S]*?\sON\s+"?(\w+)"?/gi)].map(([, table]) => table));
}

function write({ provider, schema, sql }, folderName) {
  const folder = migrationsOf(provider);
  mkdirSync(folder, { recursive: true });
  for (const table of triggeredTables(folder))
    if (new RegExp(`DROP TABLE "${table}"`).test(sql ?? ''))
      console.warn(`${provider}: "${table}" is built anew, so its triggers are dropped: create them again at the end.`);
  mkdirSync(path.join(folder, folderName));
  writeFileSync(path.join(folder, folderName, 'migration.sql'), sql ?? '-- Written by hand.\n');
  writeFileSync(
    path.join(folder, 'migration_lock.toml'),
    `# Which database these migrations are for.\nprovider = "${provider}"\n`,
  );
  writeFileSync(snapshotOf(provider), schema);
  console.log(path.join(folder, folderName, 'migration.sql'));
}

await main(async () => {
  const words = process.argv.slice(2);
  const name = words.find((word) => !word.startsWith('--'))?.replaceAll('-', '_');
  const changes = [];
  for (const provider of PROVIDERS) changes.push(await change(provider));
  const changed = changes.filter(({ sql }) => sql !== null);
  if (words.includes('--check')) {
    if (changed.length === 0) return;
    const sql = changed.map((one) => `-- ${one.provider}\n${one.sql}`).join('\n');
    throw new StepFailed('The schema has changes that no migration makes: npm run migration:new -- <name>', sql);
  }
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new StepFailed(
      'Give the migration a name of small letters, digits and dashes: npm run migration:new -- add-leases',
    );
  const wanted = words.includes('--empty') ? changes : changed;
  if (wanted.length === 0) return console.log('The schema has no change (for hand-written SQL alone add --empty).');
  const folderName = `${stampOf(new Date())}_${name}`;
  for (const one of wanted) write(one, folderName);
});
// The WASM engine keeps the process alive.
process.exit(0);
