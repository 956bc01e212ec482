import './scripts/right-node.mjs';
import { defineConfig } from 'vitest/config';

const swarm = '**/*.swarm.test.ts';
const outside = ['**/node_modules/**', '.next/**', 'dist/**'];

export default defineConfig({
  test: {
    teardownTimeout: 60_000,
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
      {
        extends: true,
        test: {
          // On real swarms, a lab each: engines elect and time out at their own pace, so that three together mostly wait.
          name: 'swarm',
          include: [swarm],
          exclude: outside,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
