import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

interface Doors {
  /** Why the request is refused, as the end of a status line; null: it is fine. */
  refusal(request: IncomingMessage): string | null;
  /** The server of Socket.IO. */
  live: Server;
  /** The server of Next's development pages; null in production. */
  pages: Server | null;
}

/**
 * The only listener for upgrades. Upgraded sockets are outside of the server's timeouts, so each is passed to its
 * handler or ended here; an offer of another protocol (`h2c` of curl and Java) is ignored, as RFC 9110 allows.
 */
export function takeUpgrades(server: Server, { refusal, live, pages }: Doors): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener a reset would be an uncaught exception.
    socket.on('error', () => socket.destroy());
    if (!/^websocket$/i.test(request.headers.upgrade ?? '')) return serveWithout(server, request, socket, head);
    const refused = refusal(request);
    if (refused) return end(socket, refused);
    if (request.url?.startsWith('/live/')) return void live.emit('upgrade', request, socket, head);
    if (pages && request.url?.startsWith('/_next/')) return void pages.emit('upgrade', request, socket, head);
    end(socket, '404 Not Found');
  });
}

function end(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

const OF_THE_UPGRADE = /^(connection|upgrade|http2-settings)$/i;

/** Serves the request without the offer: Node has stopped reading from this socket, body included. */
function serveWithout(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2);
    if (!OF_THE_UPGRADE.test(name)) lines.push(`${name}: ${value}`);
  }
  const again = Buffer.from(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1');
  socket.unshift(Buffer.concat([again, head]));
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}
