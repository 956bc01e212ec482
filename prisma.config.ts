import { defineConfig } from 'prisma/config';

// Generating, validating and formatting are WASM, yet the CLI wants a native engine on the disk and tries to download
// one. Any existing file will do; with Node itself the commands that truly need the engine fail loudly.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
process.env.CHECKPOINT_DISABLE ??= '1';
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';

export default defineConfig({ schema: 'prisma/schema.prisma' });
