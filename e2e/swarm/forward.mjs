// Runs inside the lab's network: what connects to a unix socket (a file, so reachable from outside) goes on to a node's
// port. usage: node forward.mjs SOCKET ADDRESS PORT swarmdeck-lab LAB PART
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';

const [socket, address, port] = process.argv.slice(2);

createServer((inward) => {
  const onward = connect(Number(port), address);
  // A connection that breaks ends its other half; that is all there is to tell.
  pipeline(inward, onward, inward, () => undefined);
}).listen(socket, () => process.stdout.write('ready\n'));

// Its parent holds the other end of this pipe.
process.stdin.on('end', () => process.exit()).resume();
