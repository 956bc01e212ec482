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
          include: ['{app,components,e2e,lib,messages,scripts}/**/*.test.{ts,tsx}'],
          exclude: [swarm, ...outside],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          // On real swarms: engines start, elect and time out at their own pace, and one machine holds one at a time.
          name: 'swarm',
          include: [swarm],
          exclude: outside,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
