// node deploy/gather.mjs FOLDER: copies what a built console needs to run, and nothing that built it, for the image.
// What is needed is read from the code, by the tracer that Next brings for its own images.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const require = createRequire(import.meta.url);
const { nodeFileTrace } = require('next/dist/compiled/@vercel/nft');

/** What is read at run time by its path, from the folder that the console is started in. */
const READ = ['.next', 'dist', 'prisma/migrations', 'lib/engines/swarmkit/swarmkit.proto', 'package.json', 'LICENSE'];
/** Of the build's folder: what only the next build, or a developer, reads. */
const LEFT_OUT = /^\.next\/(cache|dev|diagnostics|trace|types)(\/|$)|\.nft\.json$|^node_modules\/next\/.*\.dev\.js$/;
/** Compilers and an image scaler, which are loaded by a console that is developed on, or never. */
const NEVER_LOADED = ['@img', '@next/swc-*', '@swc/core*', '@parcel', 'lightningcss*', 'sharp', 'typescript'];

/** Next lists what its server loads by names that it puts together at run time. */
function listedByNext() {
  const { files } = JSON.parse(readFileSync(path.join(root, '.next/next-server.js.nft.json'), 'utf8'));
  return files.map((file) => path.relative(root, path.resolve(root, '.next', file)));
}

const never = NEVER_LOADED.map((name) => new RegExp(`^node_modules/${name.replaceAll('*', '[^/]*')}/`));
const isNeeded = (file) => !never.some((pattern) => pattern.test(file));

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node deploy/gather.mjs FOLDER');
const into = path.resolve(folder);
process.chdir(root);
// The server and the commands beside it; what they import is found by reading them.
const entries = readdirSync('dist').flatMap((file) => (file.endsWith('.mjs') ? [`dist/${file}`] : []));
const { fileList } = await nodeFileTrace(entries, { base: root, processCwd: root, ignore: (file) => !isNeeded(file) });

rmSync(into, { recursive: true, force: true });
mkdirSync(into, { recursive: true });
const copy = (place) =>
  cpSync(path.join(root, place), path.join(into, place), {
    recursive: true,
    filter: (from) => !LEFT_OUT.test(path.relative(root, from)),
  });
for (const place of READ) copy(place);
for (const file of new Set([...fileList, ...listedByNext().filter(isNeeded)])) copy(file);
