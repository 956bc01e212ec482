import { SeededFeed } from './seeded-feed';
import type { FromSource, ToSource } from './source-messages';

/** The seeded swarm, apart from the console as a real one is: what the console spends on reading it is told apart from what it is. */
const feed = new SeededFeed(JSON.parse(process.argv[2] ?? '{}'));
const say = (message: FromSource): void => void process.send?.(message);
const PIECE = 500;

process.on('message', (message: ToSource) => {
  if ('run' in message) feed.run(message.run);
  if ('markEveryMs' in message) feed.mark(message.markEveryMs, message.what, (marker) => say({ marker }));
  if ('burst' in message) void feed.burst(message.burst).then((burst) => say({ burst }));
  if ('forgetBurst' in message) feed.forgetBurst();
  if (!('start' in message)) return;
  feed.start({
    observe: (seen) => {
      if (seen.kind !== 'list') return say({ seen, told: feed.told });
      const { at, nodes = [], services = [], tasks = [] } = seen;
      for (const piece of [{ nodes }, { services }]) say({ piece });
      for (let from = 0; from < tasks.length; from += PIECE) say({ piece: { tasks: tasks.slice(from, from + PIECE) } });
      say({ listed: { at } });
    },
    status: (status) => say({ status }),
    specSeen: () => undefined,
  });
});
process.once('disconnect', () => process.exit(0));
say({ born: { markerService: feed.markerService } });
