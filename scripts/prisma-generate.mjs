// Writes the derived schema and generates both Prisma clients. Generating is WASM; the CLI only insists that some engine
// file exists, and prisma.config.ts names one.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, must } from './progress.mjs';
import './root.mjs';
import { PROVIDERS, SCHEMA, schemaFile, schemaText } from './schema-flavours.mjs';

export async function generateClients() {
  for (const provider of PROVIDERS) {
    const file = schemaFile(provider);
    if (file === SCHEMA) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, schemaText(provider));
  }
  await Promise.all(
    PROVIDERS.map((provider) =>
      must([
        process.execPath,
        'node_modules/prisma/build/index.js',
        'generate',
        '--no-hints',
        '--schema',
        schemaFile(provider),
      ]),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(generateClients);
