// Prisma's schema engine as WASM: compares two schemas, or a database and a schema, and writes the SQL between them.
// The native engine would have to be downloaded, which is not possible everywhere; this one comes with npm.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const GLUE = '@prisma/schema-engine-wasm/schema_engine_bg';
const EMPTY = { columnNames: [], columnTypes: [], rows: [] };
/** The only query that the engine sends when it compares texts: the version of PostgreSQL. */
const POSTGRESQL_15 = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [5, 7, 0], // boolean, text, int32
  rows: [[true, 'PostgreSQL 15.0', 150000]],
};

let loading;
/** The glue module holds one instance, so it is loaded once per process. */
function engineClass() {
  loading ??= (async () => {
    globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
      set_message(message) {
        console.error(`schema engine panicked: ${message}`);
      },
    };
    const glue = await import(GLUE);
    const folder = path.dirname(createRequire(import.meta.url).resolve(GLUE));
    const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue.SchemaEngine;
  })();
  return loading;
}

function noDatabase(provider) {
  const connect = async () => ({
    provider,
    adapterName: 'none',
    queryRaw: async ({ sql }) => (sql.includes('server_version_num') ? POSTGRESQL_15 : EMPTY),
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    startTransaction: () => Promise.reject(new Error('There is no database behind this comparison.')),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  });
  return { provider, adapterName: 'none', connect, connectToShadowDb: connect };
}

const asModel = (content) => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] });

/** The SQL that leads from one schema text to another (`null`: from nothing); null when they are the same. */
export async function sqlBetween(provider, from, to) {
  const SchemaEngine = await engineClass();
  const adapter = noDatabase(provider === 'postgresql' ? 'postgres' : provider);
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  const { exitCode, stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : asModel(from),
    to: asModel(to),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
    shadowDatabaseUrl: null,
  });
  if (exitCode !== 2) return null;
  // From nothing, PostgreSQL also gets its "public" schema, which every database has and `prisma migrate` leaves out.
  return stdout.replace(/^-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n+/, '');
}
