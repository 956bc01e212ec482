// Checks all imports against .dependency-cruiser.cjs.
// dependency-cruiser reports "no violations" for modules that it could not read (as under TypeScript 7), so every
// module in the tree must be among those it has read.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, run, StepFailed } from './progress.mjs';
import { root } from './root.mjs';

const PLACES = ['app', 'components', 'e2e', 'lib', 'messages', 'scripts'];
const SOURCE = /\.(ts|tsx|mjs)$/;
const GENERATED = /^lib\/records\/generated\//;
const CRUISE = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

const placesOf = (folder) => PLACES.filter((place) => existsSync(path.join(folder, place)));

const sourcesOf = (folder) =>
  placesOf(folder)
    .flatMap((place) =>
      readdirSync(path.join(folder, place), { recursive: true }).map((file) => path.join(place, file)),
    )
    .filter((file) => SOURCE.test(file) && !GENERATED.test(file));

/** The breaches in a tree, the modules read and those that lie there unread. */
export async function inspect(folder) {
  const command = [process.execPath, CRUISE, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { output } = await run([...command, ...placesOf(folder)], { cwd: folder });
  let cruised;
  try {
    cruised = JSON.parse(output);
  } catch (cause) {
    throw new StepFailed('dependency-cruiser could not read the tree.', output || String(cause));
  }
  const read = new Set(cruised.modules.map(({ source }) => source));
  const comments = new Map(cruised.summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  return {
    breaches: cruised.summary.violations.map(({ from, to, rule }) => ({ rule: rule.name, from, to })),
    comments,
    read: sourcesOf(folder).filter((file) => read.has(file)),
    unread: sourcesOf(folder).filter((file) => !read.has(file)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async () => {
    const { breaches, comments, read, unread } = await inspect(root);
    if (unread.length > 0 || read.length === 0)
      throw new StepFailed('The walls were not read: see the modules above.', unread.join('\n'));
    const lines = breaches.map(({ rule, from, to }) => `${from} → ${to}\n    ${rule}: ${comments.get(rule)}`);
    if (lines.length > 0) throw new StepFailed(`${lines.length} imports through a wall.`, lines.join('\n'));
    console.log(`${read.length} modules read, every wall stands`);
  });
