// npm run dev: the same server as in production, from the sources, with Next's development pages.
import { spawn } from 'node:child_process';
import './root.mjs';

const server = spawn(process.execPath, ['--enable-source-maps', '--import', 'tsx', 'lib/server/main.ts'], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'development' },
});
// A terminal signals the whole group; a supervisor signals only this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
