import { bundle } from '../../scripts/server-bundle.mjs';

/** Beside the packages that it needs, and apart from what is shipped. */
const OUT = 'test-results/scale/console';

/** Bundles the console with the seeded feed as the one that is shipped is bundled. */
export async function buildConsole(): Promise<string> {
  await bundle(['e2e/scale/console.ts', 'e2e/scale/source.ts'], OUT);
  return `${OUT}/console.mjs`;
}
