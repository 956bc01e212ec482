// One hand-written schema, prisma/schema.prisma (SQLite). The PostgreSQL one differs in its provider and in where its
// client goes, and is derived from it.
import { readFileSync } from 'node:fs';

export const SCHEMA = 'prisma/schema.prisma';
export const PROVIDERS = ['sqlite', 'postgresql'];
export const migrationsOf = (provider) => `prisma/migrations/${provider}`;
export const clientOf = (provider) => `lib/records/generated/${provider}`;

/** Where the schema of a provider lies. The derived one is gitignored. */
export const schemaFile = (provider) => (provider === 'sqlite' ? SCHEMA : `prisma/${provider}/schema.prisma`);

function replaceOnce(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`${SCHEMA} must hold ${JSON.stringify(from)} exactly once`);
  return text.replace(from, to);
}

/** The schema's text for a provider, whatever the state of the derived file. */
export function schemaText(provider, handWritten = readFileSync(SCHEMA, 'utf8')) {
  if (provider === 'sqlite') return handWritten;
  const swapped = replaceOnce(
    handWritten.replace(/^(\s*provider)\s*=/gm, '$1 ='),
    'provider = "sqlite"',
    `provider = "${provider}"`,
  );
  const moved = replaceOnce(swapped, `"../${clientOf('sqlite')}"`, `"../../${clientOf(provider)}"`);
  return `// Derived from ../schema.prisma by scripts/prisma-generate.mjs: change that one.\n${moved}`;
}
