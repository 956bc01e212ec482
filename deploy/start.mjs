// Starts the console in its image. The configuration of the pages is the one that they were built with, handed to Next as its
// own images hand it; to read next.config.js it would load the compilers, which are not there.
import { readFileSync } from 'node:fs';

const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'));
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
await import('../dist/main.mjs');
