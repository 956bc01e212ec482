import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import type { LabNode } from './lab-node';
import { netnsOf, type Place } from './place';
import { markOf } from './processes';
import { toolEnvironment } from './run';

/** A port on 127.0.0.1 that leads to a port of a node. */
export type Dialled = { readonly port: number; close(): Promise<void> };

let dialled = 0;

/** The lab's network has no way out, so two halves meet at a unix socket: one in that network, one here. */
export async function dial(place: Place, node: LabNode, nodePort: number): Promise<Dialled> {
  const socketPath = join(place.directory, `dial-${process.pid}-${dialled++}.sock`);
  const program = [process.execPath, join(import.meta.dirname, 'forward.mjs'), socketPath, node.address, `${nodePort}`];
  const there = spawn(
    'nsenter',
    [`--net=${netnsOf(place, 'lan')}`, ...program, ...markOf(place, `dial-${node.name}`)],
    {
      env: toolEnvironment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const exited = once(there, 'exit');
  await Promise.race([once(there.stdout, 'data'), exited.then(() => Promise.reject(new Error('the forwarder ended')))]);

  const open = new Set<Socket>();
  const here = createServer((inward) => {
    open.add(inward.once('close', () => open.delete(inward)));
    const onward = connect(socketPath);
    pipeline(inward, onward, inward, () => undefined);
  });
  here.listen(0, '127.0.0.1');
  await once(here, 'listening');
  return {
    port: (here.address() as AddressInfo).port,
    close: async () => {
      here.close();
      for (const each of open) each.destroy();
      there.stdin.end();
      await exited;
      rmSync(socketPath, { force: true });
    },
  };
}
