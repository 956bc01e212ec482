// Plants a breach of every rule of .dependency-cruiser.cjs in a small tree and checks that each is reported, that
// allowed imports are not, and that every module was read.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main, StepFailed } from './progress.mjs';
import { root } from './root.mjs';
import { inspect } from './walls.mjs';

const CONFIGS = ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'];
const { forbidden } = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs'));

/** A small tree of the architecture, in which nothing may be reported. */
const LEGAL = {
  'lib/domain/node.ts': `import { parse } from 'lossless-json'; export interface Node { id: string } export { parse };`,
  'lib/domain/node.test.ts': `import { test } from 'vitest'; import { engine } from '#lib/engines/docker/engine'; test('', engine);`,
  'lib/contract/drain.ts': `import { z } from 'zod'; import type { Node } from '#lib/domain/node'; export const drain = z as unknown as Node;`,
  'lib/plan/drain.ts': `import type { Node } from '#lib/domain/node'; export const planDrain = (node: Node) => node;`,
  'lib/ports/engine.ts': `import type { Node } from '#lib/domain/node'; export interface Engine { nodes(): Node[] }`,
  'lib/operations/drain.ts': `import { planDrain } from '#lib/plan/drain'; import type { Engine } from '#lib/ports/engine'; export const drain = (engine: Engine) => engine.nodes().map(planDrain);`,
  'lib/workers/drains.ts': `import { drain } from '#lib/operations/drain'; export const drains = drain;`,
  'lib/engines/docker/engine.ts': `import Docker from 'dockerode'; import type { Engine } from '#lib/ports/engine'; export const engine = () => new Docker() as unknown as Engine;`,
  'lib/records/client.ts': `import { PrismaClient } from './generated/sqlite/client'; export const client = PrismaClient;`,
  'lib/records/generated/sqlite/client.ts': `export class PrismaClient {}`,
  'lib/server/compose.ts': `import { engine } from '#lib/engines/docker/engine'; import en from '#messages/en.json'; export const composed = [engine, en];`,
  'components/ui/button.tsx': `import type { ReactNode } from 'react'; export const Button = (): ReactNode => null;`,
  'components/nodes/row.tsx': `import { Button } from '#components/ui/button'; import type { Node } from '#lib/domain/node'; export const Row = (node: Node) => [Button(), node];`,
  'app/page.tsx': `import { Row } from '#components/nodes/row'; import { drain } from '#lib/operations/drain'; export default [Row, drain];`,
  'messages/en.json': '{}',
};

/** Pairs that the architecture forbids explicitly, whatever the rows of the table permit: [from, imported]. */
const FORBIDDEN_PAIRS = [
  ['lib/domain', '#lib/ports/engine'],
  ['lib/contract', '#lib/ports/engine'],
  ['lib/plan', '#lib/operations/drain'],
  ['lib/operations', '#lib/engines/docker/engine'],
  ['lib/operations', '#lib/records/client'],
  ['lib/engines/docker', '#lib/records/client'],
  ['lib/records', '#lib/engines/docker/engine'],
  ['lib/realtime/server', '#lib/records/client'],
  ['lib/http', '#lib/records/client'],
  ['lib/workers', '#lib/server/compose'],
  ['components/nodes', '#lib/operations/drain'],
  ['components/nodes', '#lib/engines/docker/engine'],
  ['components/ui', '#lib/domain/node'],
  ['components/ui', '#components/nodes/row'],
  ['app', '#lib/engines/docker/engine'],
  ['app', '#lib/records/client'],
  ['app', '#lib/server/compose'],
];

/** A file (and its text) that breaks a rule, by the rule's kind. Type, value and dynamic imports all count. */
function plant({ name, from }, number) {
  const [room] = [from.path].flat().map((place) => String(place).slice(1, -1));
  const at = (folder, text) => [`${folder}/breach-${number}.ts`, text];
  if (name === 'app-imports')
    return at(room, `import type { client } from '#lib/records/client'; export type X = typeof client;`);
  if (name.endsWith('-imports'))
    return at(
      room,
      `import type page from '${'../'.repeat(room.split('/').length)}app/page'; export type X = typeof page;`,
    );
  if (name.endsWith('-packages')) return at(room, `import pg from 'pg'; export const x = pg;`);
  switch (name) {
    case 'door-generated-client':
      return at('lib/server', `export * from '#lib/records/generated/sqlite/client';`);
    case 'no-node':
      return at('lib/live', `import { readFileSync } from 'node:fs'; export const x = readFileSync;`);
    case 'known-room':
      return at('lib/stray', `import type { Node } from '#lib/domain/node'; export type X = Node;`);
    case 'no-cycles':
      return at('lib/plan', `import { y } from './partner'; export const x = (): unknown => y;`);
    case 'tests-are-leaves':
      return at('lib/plan', `import '../domain/node.test'; export const x = 1;`);
    case 'resolvable':
      return at('lib/plan', `import type { X } from '#lib/domain/nowhere'; export type Y = X;`);
    case 'shipped':
      return at('lib/workers', `import { vi } from 'vitest'; export const x = vi;`);
  }
  return undefined;
}

const doorPackage = ({ to }) => String(to.path.at(-1)).slice(1, -'(/|$)'.length);

function breachOf(rule, number) {
  const planted = plant(rule, number);
  if (planted) return planted;
  if (!rule.name.startsWith('door-'))
    throw new StepFailed(`walls-self-test.mjs has no breach for the rule ${rule.name}.`);
  return [`lib/workers/breach-${number}.ts`, `export const x = () => import('${doorPackage(rule)}');`];
}

function write(folder, file, text) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

/** A minimal package, so that imports of it resolve. */
function writePackages(folder) {
  const doors = forbidden.filter(({ name }) => name.startsWith('door-') && name !== 'door-generated-client');
  for (const name of new Set([...doors.map(doorPackage), 'zod', 'vitest'])) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, 'export default {};');
  }
}

await main(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'walls-'));
  try {
    for (const config of CONFIGS) cpSync(path.join(root, config), path.join(folder, config));
    writePackages(folder);
    for (const [file, text] of Object.entries(LEGAL)) write(folder, file, text);
    const expected = forbidden.map((rule, number) => {
      const [file, text] = breachOf(rule, number);
      write(folder, file, text);
      if (rule.name === 'no-cycles')
        write(folder, 'lib/plan/partner.ts', `export { x as y } from './breach-${number}';`);
      return { file, rule: rule.name };
    });
    for (const [number, [room, imported]] of FORBIDDEN_PAIRS.entries()) {
      const file = `${room}/pair-${number}.ts`;
      write(folder, file, `import '${imported}';`);
      expected.push({ file, rule: null, imported });
    }

    const { breaches, read, unread } = await inspect(folder);
    const found = ({ file, rule }) =>
      breaches.some(
        (breach) => breach.from === file && (rule === null ? breach.rule.endsWith('-imports') : breach.rule === rule),
      );
    const wrong = [
      ...unread.map((file) => `not read: ${file}`),
      ...expected
        .filter((one) => !found(one))
        .map(({ file, rule, imported }) => `not reported: ${rule ?? imported} in ${file}`),
      ...breaches
        .filter(({ from }) => from in LEGAL)
        .map(({ rule, from, to }) => `reported although allowed: ${rule}: ${from} → ${to}`),
    ];
    if (wrong.length > 0) throw new StepFailed('The walls do not hold what they promise.', wrong.join('\n'));
    console.log(`${expected.length} planted breaches reported, ${read.length} modules read`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
