// node deploy/gather.mjs FOLDER: makes in it what the image adds to its base: /app, with what a built console needs to run and nothing
// that built it, and an empty /data.
// What is needed is read from the code, by the tracer that Next brings for its own images.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const require = createRequire(import.meta.url);
const { nodeFileTrace } = require('next/dist/compiled/@vercel/nft');

/**
 * What is taken as it is: what is read at run time by its path from the folder that the console is started in, and Next, of which much
 * is loaded by names that it puts together.
 */
const WHOLE = [
  '.next',
  'dist',
  'prisma/migrations',
  'lib/engines/swarmkit/swarmkit.proto',
  'package.json',
  'LICENSE',
  'node_modules/next',
];
/** What only a build, a developer or another runtime reads. */
const LEFT_OUT = [
  /^\.next\/(cache|dev|diagnostics|trace|types)(\/|$)/,
  /\.nft\.json$/,
  /^node_modules\/.*\.(d\.[cm]?ts|map|md)$/,
  /^node_modules\/next\/.*\.dev\.js$/,
  /^node_modules\/next\/dist\/(bundle-analyzer|docs|esm|compiled\/(babel|babel-packages|webpack))(\/|$)/,
  // compilers and an image scaler, which are loaded by a console that is developed on, or never
  /^node_modules\/(@img|@next\/swc-[^/]+|@parcel|@swc\/core[^/]*|lightningcss[^/]*|sharp|typescript)(\/|$)/,
];
const isNeeded = (file) => !LEFT_OUT.some((pattern) => pattern.test(file));

/** Next lists what its server loads, of other packages too. */
function listedByNext() {
  const { files } = JSON.parse(readFileSync(path.join(root, '.next/next-server.js.nft.json'), 'utf8'));
  return files.map((file) => path.relative(root, path.resolve(root, '.next', file)));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node deploy/gather.mjs FOLDER');
const into = path.resolve(folder, 'app');
const data = path.resolve(folder, 'data');
process.chdir(root);
// The server and the commands beside it; what they import is found by reading them.
const entries = readdirSync('dist').flatMap((file) => (file.endsWith('.mjs') ? [`dist/${file}`] : []));
const ignore = (file) => !isNeeded(file) || file.startsWith('node_modules/next/');
const { fileList } = await nodeFileTrace(entries, { base: root, processCwd: root, ignore });

rmSync(folder, { recursive: true, force: true });
mkdirSync(into, { recursive: true });
mkdirSync(data);
// Whoever the container runs as: root without its capabilities may not write to what is another's.
chmodSync(data, 0o1777);
const copy = (place) =>
  cpSync(path.join(root, place), path.join(into, place), {
    recursive: true,
    filter: (from) => isNeeded(path.relative(root, from)),
  });
for (const place of [...WHOLE, 'deploy/start.mjs', 'deploy/healthcheck.mjs']) copy(place);
for (const file of new Set([...fileList, ...listedByNext()].filter(isNeeded))) if (!ignore(file)) copy(file);
