// Restarts the same command under a newer Node where this one is too old. Imported first, and with Node's own modules
// only, by everything that is started with `node`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { rightNode } from './pinned-node.mjs';

const node = await rightNode();
if (node !== process.execPath) {
  // Commands started by name from here on use the same Node.
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  const again = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => again.kill(signal));
  again.on('exit', (code, signal) => {
    for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(each);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
  await new Promise(() => undefined); // nothing of the command runs under the old one
}
