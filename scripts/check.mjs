// npm run check: everything that can be checked without running the product. Goes on after a failure, so that one run
// shows all.
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';
import { main, run, say } from './progress.mjs';
import './root.mjs';

const SHOWN_LINES = 150;
const node = (file, ...args) => [process.execPath, file, ...args];

/** Two lanes for two cores; the compiler has one to itself. */
const LANES = [
  [
    {
      name: 'types',
      commands: [
        node('node_modules/next/dist/bin/next', 'typegen'),
        node('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'),
      ],
    },
  ],
  [
    {
      name: 'style',
      commands: [node('node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings')],
    },
    { name: 'every package of the lock has its hash', commands: [node('scripts/complete-lock.mjs', '--check')] },
    { name: 'walls', commands: [node('scripts/walls.mjs')] },
    { name: 'walls, self-test', commands: [node('scripts/walls-self-test.mjs')] },
    {
      name: 'unused code',
      commands: [node('node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints')],
    },
    {
      name: 'the database clients are the schema’s (git add lib/records/generated)',
      commands: [['git', 'diff', '--stat', '--exit-code', '--', 'lib/records/generated']],
    },
    { name: 'migrations follow the schema', commands: [node('scripts/migration-new.mjs', '--check')] },
  ],
];

const env = { NEXT_TELEMETRY_DISABLED: '1', CI: '1' };

/** The output of the first command that fails; null when all succeed. */
async function failureOf({ commands }) {
  for (const command of commands) {
    const { code, output } = await run(command, { env });
    if (code !== 0) return output.trimEnd() || `ended with ${code}`;
  }
  return null;
}

/** Runs every check and returns the names of those that failed. */
export async function check() {
  const failed = [];
  const lane = async (steps) => {
    for (const step of steps) {
      const from = performance.now();
      const failure = await failureOf(step);
      const took = `${((performance.now() - from) / 1000).toFixed(1)} s`;
      say(`check ${failure === null ? '✓' : '✗'} ${step.name} (${took})`);
      if (failure === null) continue;
      failed.push(step.name);
      const lines = failure.split('\n');
      console.log(lines.slice(0, SHOWN_LINES).join('\n'));
      if (lines.length > SHOWN_LINES) console.log(`… and ${lines.length - SHOWN_LINES} lines more`);
    }
  };
  await Promise.all(LANES.map(lane));
  say(failed.length === 0 ? 'check: nothing to complain about' : `check: FAILED: ${failed.join(', ')}`);
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(async () => {
    await prepare({ build: false });
    process.exitCode = (await check()).length > 0 ? 1 : 0;
  });
