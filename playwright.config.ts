import './scripts/right-node.mjs';
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './e2e/fixtures/chromium-launch';
import type { OnLab } from './e2e/fixtures/lab';

/** What operators do most, shown on the oldest engine too; on the newest all specs run. */
const ON_THE_OLDEST = /(scale-a-service|update-a-service|drain-a-node|logs|deploy)\.spec\.ts$/;

export default defineConfig<unknown, OnLab>({
  testDir: 'e2e/specs',
  outputDir: 'test-results/browser',
  // Each worker has its own swarm and its own console; the specs of one file share them, one after the other.
  workers: 2,
  fullyParallel: false,
  // A spec that passes the second time is a spec that fails.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // For a spec that hangs. On a machine that does much else a spec, or a page that opens, takes five times its time and is right all the same.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  projects: [{ name: 'newest' }, { name: '20.10', testMatch: ON_THE_OLDEST, use: { engine: '20.10' } }],
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: CHROMIUM,
  },
});
