// npm test                      everything, on a fresh clone too; the last lines show which failed and how many passed
// npm test -- unit|swarm|e2e|check [names]     one part of it, and of that part what bears these names
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hasPostgres, startPostgres } from '../e2e/postgres/postgres-server.mjs';
import { check } from './check.mjs';
import { provideDebianPackages } from './debian-packages.mjs';
import { prepare } from './prepare.mjs';
import { main, run, StepFailed, say } from './progress.mjs';
import './root.mjs';

const RESULTS = 'test-results';

/**
 * Runs a tool that writes a tally; without a tally, or with an error but no failed test, the tool itself counts as
 * failed.
 */
async function tallied(name, command, { file, read, env }) {
  rmSync(file, { force: true });
  say(`${name} …`);
  const { code } = await run(command, { show: true, env });
  const ran = (() => {
    try {
      return read(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return { passed: 0, failed: [], skipped: [] }; // it crashed before it could count
    }
  })();
  if (code !== 0 && ran.failed.length === 0) ran.failed.push(`${name} ended with ${code}`);
  say(`${name}: ${ran.passed} passed, ${ran.failed.length} failed, ${ran.skipped.length} skipped`);
  return ran;
}

function vitest(projects, names) {
  const [project] = projects;
  const file = path.join(RESULTS, `${project}.json`);
  const flags = [
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=./scripts/vitest-tally.mjs',
    ...names,
  ];
  return tallied(`Tests: ${project}`, [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', ...flags], {
    file,
    read: (tally) => tally,
    env: { VITEST_TALLY: file },
  });
}

function* specsOf(suite, before = []) {
  const titles = suite.title ? [...before, suite.title] : before;
  for (const spec of suite.specs ?? [])
    for (const test of spec.tests) yield { test, name: [...titles, spec.title].join(' > ') };
  for (const inner of suite.suites ?? []) yield* specsOf(inner, titles);
}

function readBrowserReport({ suites, errors }) {
  const tally = { passed: 0, failed: errors.map(({ message }) => message), skipped: [] };
  for (const { test, name } of suites.flatMap((suite) => [...specsOf(suite)])) {
    const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '';
    if (test.status === 'skipped') tally.skipped.push({ name, reason });
    else if (test.status === 'expected') tally.passed += 1;
    else tally.failed.push(`${test.projectName}: ${name}`);
  }
  return tally;
}

const browser = (names) =>
  tallied('Tests: browser', [process.execPath, 'node_modules/@playwright/test/cli.js', 'test', ...names], {
    file: path.join(RESULTS, 'browser.json'),
    read: readBrowserReport,
    env: {},
  });

/**
 * Runs a part with a PostgreSQL server of its own, so that suites run on both databases. Without one they are listed as
 * not run.
 */
const onPostgres = (part) => async (names) => {
  if (process.env.TEST_POSTGRES_URL) return part(names);
  if (!hasPostgres()) {
    const ran = await part(names);
    const reason = 'it is not installed here (apt-get install postgresql)';
    return { ...ran, skipped: [...ran.skipped, { name: 'every suite that runs on PostgreSQL too', reason }] };
  }
  const server = await startPostgres();
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    return await part(names);
  } finally {
    delete process.env.TEST_POSTGRES_URL;
    await server.end();
  }
};

/** Every failed check counts as a failed test, because the last line must not look better than the run was. */
const checked = async () => ({ passed: 0, failed: await check(), skipped: [] });

/** What each part requires before it can run. */
const PARTS = {
  check: { run: checked },
  unit: {
    run: onPostgres((names) => vitest(['unit', 'component'], names)),
    debian: { postgres: true, optional: true },
  },
  swarm: { run: (names) => vitest(['swarm', 'swarm-*'], names), debian: { swarm: true } },
  e2e: { run: browser, debian: { swarm: true, browser: true, postgres: true }, build: true },
};

/**
 * The order of a whole run: what finds most in the least time comes first. The swarm's suites mostly wait for the
 * swarm, so the unit tests run beside them.
 */
const STAGES = [['check'], ['unit', 'swarm'], ['e2e']];

async function provided(wanted) {
  if (wanted.length === 0) return;
  try {
    await provideDebianPackages(Object.assign({}, ...wanted));
  } catch (error) {
    if (!(error instanceof StepFailed) || wanted.some(({ optional }) => !optional)) throw error;
    say(error.message);
  }
}

/** Fetches the engines for the suites. A failure is printed once here, so that each lab does not try again. */
async function provideEngines() {
  const { output } = await run([process.execPath, 'scripts/swarm.mjs', 'engines']);
  for (const line of output.split('\n').filter(Boolean)) say(`Docker ${line.trim()}`);
  process.env.SWARMDECK_FETCH_ENGINES = 'no';
}

await main(async () => {
  const [part, ...names] = process.argv.slice(2);
  if (part !== undefined && !(part in PARTS))
    throw new StepFailed(
      `There is no part "${part}": npm test -- ${Object.keys(PARTS).join('|')}, or npm test for all.`,
    );
  const stages = (part === undefined ? STAGES : [[part]]).map((stage) => stage.map((name) => PARTS[name]));
  const parts = stages.flat();
  await provided(parts.map(({ debian }) => debian).filter(Boolean));
  await prepare({ build: parts.some((one) => one.build) });
  if (parts.some(({ debian }) => debian?.swarm)) await provideEngines();

  const total = { passed: 0, failed: [], skipped: [] };
  for (const stage of stages)
    for (const { passed, failed, skipped } of await Promise.all(stage.map((one) => one.run(names)))) {
      total.passed += passed;
      total.failed.push(...failed);
      total.skipped.push(...skipped);
    }
  for (const { name, reason } of total.skipped) console.log(`skipped: ${name}: ${reason || 'no reason given'}`);
  for (const name of total.failed) console.log(`failed: ${name}`);
  const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed.length} failed${skipped}`);
  process.exitCode = total.failed.length > 0 ? 1 : 0;
});
