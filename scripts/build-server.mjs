// Bundles the server and the commands that share its code.
import { existsSync, rmSync } from 'node:fs';
import './root.mjs';
import { bundle } from './server-bundle.mjs';

const ENTRIES = ['main', 'admin-link', 'audit-verify', 'backup', 'restore'].map((name) => `lib/server/${name}.ts`);

rmSync('dist', { recursive: true, force: true });
await bundle(
  ENTRIES.filter((entry) => existsSync(entry)),
  'dist',
);
