import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process of its own: an engine on a unix socket that takes its time, and somebody who asks a console for /healthz
 * meanwhile.
 */
const [socket = '', answerMs = '30'] = process.argv.slice(2);
const engine = createServer(async (_request, response) => {
  await sleep(Number(answerMs));
  response.setHeader('content-type', 'application/json').end('{"ID":"web"}');
});
// The side that measures is the one that closes.
engine.keepAliveTimeout = 600_000;
engine.listen(socket, () => process.send?.({ ready: true }));

let reading = false;
process.on('message', async (message: { ask: string } | { report: true }) => {
  if ('report' in message) {
    reading = false;
    return;
  }
  reading = true;
  const times: number[] = [];
  while (reading) {
    const begun = performance.now();
    await new Promise((answered) =>
      get(message.ask, { agent: false }, (answer) => answer.resume().on('end', answered)),
    );
    times.push(performance.now() - begun);
    await sleep(5);
  }
  process.send?.({ times });
});
process.once('disconnect', () => process.exit(0));
