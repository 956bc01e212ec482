// Prepares npm start and npm run dev after scripts/fetch.mjs, on a fresh clone with nothing but Node, hence with Node's
// own modules only. Installs, generates the database clients (kept in git, so only after a change of the schema),
// builds; each only when its inputs have changed.
//   --no-build   for development, which builds as it goes and has the tools too
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import './root.mjs';
import { install, isInstalled } from './dependencies.mjs';
import { clientsAreMade, generateClients } from './prisma-generate.mjs';
import { main, must, say, step } from './progress.mjs';
import { SCHEMA } from './schema-flavours.mjs';
import { hashOf, isStamped, stamp } from './stamps.mjs';

/** The sources of the pages and the server, without tests and the generated database client. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  SCHEMA,
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build-server.mjs',
  'scripts/server-bundle.mjs',
];
const NOT_BUILT = /\.(test|contract|bench)\.tsx?$|\.md$|\/testing\/|^lib\/records\/generated\//;

/** The build's own id is part of the stamp, so that a build made by somebody else in between is noticed. */
const buildId = () => (existsSync('.next/BUILD_ID') ? readFileSync('.next/BUILD_ID', 'utf8') : null);

/** Removes the pages' source maps: Node would keep some 40 MB of them in memory, and nobody reads them in our log. */
function withoutMaps() {
  for (const name of readdirSync('.next/server', { recursive: true }))
    if (name.endsWith('.map')) rmSync(path.join('.next/server', name));
}

async function built() {
  const made = hashOf(SOURCES, { except: NOT_BUILT });
  if (buildId() && existsSync('dist/main.mjs') && isStamped('build', `${made} ${buildId()}`)) return;
  stamp('build', ''); // an interrupted build must not be trusted
  const env = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  await step('Building the pages', () => must([process.execPath, 'node_modules/next/dist/bin/next', 'build'], { env }));
  withoutMaps();
  await step('Building the server', () => must([process.execPath, 'scripts/build-server.mjs']));
  stamp('build', `${made} ${buildId()}`);
}

/** Prepares the tree to be served (`build`) or developed (`dev`: with the tools for tests and checks). */
export async function prepare({ build = true, dev = true } = {}) {
  const isMade = clientsAreMade();
  const tools = { dev: dev || !isMade };
  if (!isInstalled(tools)) await step('Installing the dependencies', () => install(tools));
  if (!isMade) await step('Generating the database clients', generateClients);
  if (build) await built();
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async () => {
    const build = !process.argv.includes('--no-build');
    await prepare({ build, dev: !build });
    say('Ready to start.');
  });
