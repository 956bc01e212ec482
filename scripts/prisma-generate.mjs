// Writes the derived schema and generates both Prisma clients, which are kept in git: Prisma's CLI with what it brings is a third of all
// packages, and a mere start of the console does not need it. Generating is WASM; the CLI only insists that some engine file
// exists, and prisma.config.ts names one.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, must } from './progress.mjs';
import './root.mjs';
import { clientOf, PROVIDERS, SCHEMA, schemaFile, schemaText } from './schema-flavours.mjs';
import { hashOf } from './stamps.mjs';

/** Says what the clients beside it were made from. */
const MADE_FROM = 'lib/records/generated/made-from.txt';

function madeFrom() {
  const { version } = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages['node_modules/prisma'];
  return `prisma ${version}, schema ${hashOf([SCHEMA, 'scripts/prisma-generate.mjs', 'scripts/schema-flavours.mjs'])}\n`;
}

export const clientsAreMade = () =>
  existsSync(MADE_FROM) &&
  readFileSync(MADE_FROM, 'utf8') === madeFrom() &&
  PROVIDERS.every((provider) => existsSync(`${clientOf(provider)}/client.ts`));

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
  writeFileSync(MADE_FROM, madeFrom());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(generateClients);
