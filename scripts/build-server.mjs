// Bundles the server and the commands that share its code.
import { rmSync } from 'node:fs';
import './root.mjs';
import { bundle } from './server-bundle.mjs';

const PROGRAMS = ['admin-link', 'audit-verify', 'backup', 'restore'];

rmSync('dist', { recursive: true, force: true });
await bundle(['lib/server/main.ts', ...PROGRAMS.map((name) => `lib/cli/${name}.ts`)], 'dist');
