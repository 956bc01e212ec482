import { SeededFeed } from './seeded-feed';
import type { FromSource, ToSource } from './source-messages';

/**
 * The seeded swarm, apart from the console as a real one is: what the console spends on reading it is told apart from
 * what it is.
 */
const feed = new SeededFeed(JSON.parse(process.argv[2] ?? '{}'));
const send = (message: FromSource): void => void process.send?.(message);
const PIECE = 500;

process.on('message', (message: ToSource) => {
  if ('run' in message) feed.run(message.run);
  if ('markEveryMs' in message) feed.mark(message.markEveryMs, message.what, (marker) => send({ marker }));
  if ('burst' in message) void feed.burst(message.burst).then((burst) => send({ burst }));
  if ('forgetBurst' in message) feed.forgetBurst();
  if (!('start' in message)) return;
  feed.start({
    observe: (seen) => {
      if (seen.kind !== 'list') return send({ seen, published: feed.published });
      const { at, nodes = [], services = [], tasks = [] } = seen;
      for (const piece of [{ nodes }, { services }]) send({ piece });
      for (let from = 0; from < tasks.length; from += PIECE)
        send({ piece: { tasks: tasks.slice(from, from + PIECE) } });
      send({ listed: { at } });
    },
    status: (status) => send({ status }),
    specSeen: () => undefined,
  });
});
process.once('disconnect', () => process.exit(0));
send({ born: { markerService: feed.markerService } });
