import './scripts/right-node.mjs';
import path from 'node:path';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const swarm = '**/*.swarm.test.ts';
/** What has to go right with every engine that people run; on the newest all suites run. */
const onEveryEngine = [
  'e2e/swarm/lab.swarm.test.ts',
  'lib/engines/docker/engine.swarm.test.ts',
  'lib/engines/docker/logs/log-hub.swarm.test.ts',
  'lib/engines/swarmkit/watch-feed.swarm.test.ts',
];
const outside = ['**/node_modules/**', '.next/**', 'dist/**'];

/** Suites on real swarms, a lab each: engines elect and time out at their own pace, so that five together mostly wait. */
function onSwarm(name: string, include: string[], env: Record<string, string> = {}): TestProjectConfiguration {
  const prefix = `${process.env.SWARMDECK_LAB_PREFIX ?? ''}${name.replaceAll('.', '-')}-`;
  return {
    extends: true,
    test: {
      name,
      include,
      exclude: outside,
      env: { ...env, SWARMDECK_LAB_PREFIX: prefix },
      maxWorkers: 5,
      sequence: { groupOrder: 1 },
      testTimeout: 120_000,
      hookTimeout: 240_000,
    },
  };
}

export default defineConfig({
  // Vite takes a `#` for an import of package.json and asks no paths of tsconfig.json.
  resolve: { alias: { '#components': path.join(import.meta.dirname, 'components') } },
  test: {
    teardownTimeout: 60_000,
    // Cases that wait for a swarm go side by side, all of a suite.
    maxConcurrency: 40,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{app,components,e2e,lib,messages,scripts}/**/*.test.ts'],
          exclude: [swarm, ...outside],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          // What is drawn: components in a document without a layout. See docs/decisions/0024.
          name: 'component',
          include: ['{app,components}/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['components/testing/set-up.ts'],
          exclude: outside,
          testTimeout: 15_000,
        },
      },
      onSwarm('swarm', [swarm]),
      onSwarm('swarm-26.1', onEveryEngine, { SWARMDECK_ENGINE: '26.1' }),
      onSwarm('swarm-20.10', onEveryEngine, { SWARMDECK_ENGINE: '20.10' }),
      // As Docker 29 is set: older API versions than that of Docker 25 are refused.
      onSwarm('swarm-api-1.44', ['lib/engines/docker/engine.swarm.test.ts'], { DOCKER_MIN_API_VERSION: '1.44' }),
    ],
  },
});
