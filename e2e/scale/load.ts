import { LiveSocket } from './live-socket';
import type { FromLoad, LoadOrder } from './load-messages';

/** A process full of bare browsers. Each gets its topics from the benchmark; once a second it tells what came. */
const send = (message: FromLoad): void => void process.send?.(message);
const sockets: LiveSocket[] = [];

async function connectAll({ url, cookies, browsers, aSecond }: LoadOrder): Promise<void> {
  const begun = performance.now();
  const coming: Promise<void>[] = [];
  for (const [index, topics] of browsers.entries()) {
    const early = begun + (index / aSecond) * 1000 - performance.now();
    if (early > 0) await new Promise((on) => setTimeout(on, early));
    const socket = new LiveSocket(topics);
    sockets.push(socket);
    coming.push(socket.connect(url, cookies[index % cookies.length] ?? ''));
  }
  await Promise.all(coming);
  send({ connected: sockets.length, tookMs: performance.now() - begun });
}

process.on('message', (order: LoadOrder | { report: true }) => {
  if ('report' in order) {
    const closed = sockets.filter((socket) => socket.closed !== null);
    send({
      traffic: {
        frames: sockets.reduce((sum, { traffic }) => sum + traffic.frames, 0),
        bytes: sockets.reduce((sum, { traffic }) => sum + traffic.bytes, 0),
        heartbeatFrames: sockets.reduce((sum, { heartbeats }) => sum + heartbeats.frames, 0),
        heartbeatBytes: sockets.reduce((sum, { heartbeats }) => sum + heartbeats.bytes, 0),
        closed: closed.length,
        why: [...new Set(closed.map((socket) => socket.closed ?? ''))],
      },
    });
  } else connectAll(order).catch((error: Error) => send({ failed: error.message }));
});
process.once('disconnect', () => process.exit(0));
