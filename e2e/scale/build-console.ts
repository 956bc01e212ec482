import { build } from 'esbuild';

/** Beside the packages that it needs, and apart from what is shipped. */
const OUT = 'test-results/scale/console';

/** Bundles the console with the seeded feed as scripts/build-server.mjs bundles the one that is shipped. */
export async function buildConsole(): Promise<string> {
  await build({
    entryPoints: ['e2e/scale/console.ts', 'e2e/scale/source.ts'],
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
  });
  return `${OUT}/console.mjs`;
}
