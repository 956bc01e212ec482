import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TASK_STATES } from '#lib/domain/task/task';
import { aNode, aNodeId, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import { Picture } from './picture/picture';
import type { Frame } from './protocol/frame';
import { Subscriptions } from './protocol/subscriptions';
import type { Topic } from './protocol/topic';
import { TopicReplica } from './replica/topic-replica';

const NODES = ['n0', 'n1', 'n2'];
const SERVICES = ['s0', 's1'];
const TOPICS: Topic[] = ['cluster', `service/${aServiceId('s0')}`, `node/${aNodeId('n1')}`];

const step = fc.oneof(
  fc.record({ do: fc.constant('node' as const), id: fc.constantFrom(...NODES), down: fc.boolean() }),
  fc.record({ do: fc.constant('service' as const), id: fc.constantFrom(...SERVICES), replicas: fc.nat(4) }),
  fc.record({
    do: fc.constant('task' as const),
    id: fc.nat(8),
    of: fc.constantFrom(...SERVICES),
    on: fc.option(fc.constantFrom(...NODES), { nil: undefined }),
    state: fc.constantFrom(...TASK_STATES),
  }),
  fc.record({ do: fc.constant('list-tasks' as const), keep: fc.array(fc.nat(8), { maxLength: 5 }) }),
  fc.record({ do: fc.constant('drop-node' as const), id: fc.constantFrom(...NODES) }),
  fc.record({ do: fc.constant('flush' as const), busy: fc.array(fc.nat(2), { maxLength: 2 }) }),
  fc.record({ do: fc.constant('lose' as const), peer: fc.nat(2) }),
  fc.record({ do: fc.constant('reconnect' as const), peer: fc.nat(2) }),
  fc.record({ do: fc.constant('restart-console' as const) }),
);

/** A browser that follows every topic, over a wire that delivers in order until it is cut. */
class Browser {
  replicas = new Map(TOPICS.map((topic) => [topic, new TopicReplica()]));
  connected = false;

  take(topic: Topic, frame: Frame, again: () => Frame): void {
    const replica = this.replicas.get(topic);
    const wire = JSON.parse(JSON.stringify(frame)) as Frame;
    if (replica?.apply(wire) === false) expect(replica.apply(again())).toBe(true);
  }
}

const byId = (list: readonly { id: string }[]) =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : 1)).map((item) => JSON.parse(JSON.stringify(item)));

test('[REP-1] after any sequence of changes, losses and reconnects the replica equals the picture', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (steps, remembered) => {
      let picture = new Picture({ remembered });
      let consoleId = 0;
      let subscriptions = new Subscriptions<Browser>(picture, 'c0');
      const browsers = [new Browser(), new Browser(), new Browser()];
      let clock = 0;
      const connect = (browser: Browser) => {
        browser.connected = true;
        for (const [topic, replica] of browser.replicas)
          browser.take(topic, subscriptions.add(browser, topic, replica.token), () =>
            subscriptions.add(browser, topic, null),
          );
      };
      const flush = (busy: number[] = []) => {
        const free = (browser: Browser) => !busy.includes(browsers.indexOf(browser));
        for (const { topic, frame, peers } of subscriptions.flush(free))
          for (const peer of peers) peer.take(topic, frame, () => subscriptions.add(peer, topic, null));
      };
      browsers.forEach(connect);
      for (const now of steps) {
        clock += 1;
        const version = clock;
        if (now.do === 'node')
          picture.commit({
            kind: 'changes',
            at: clock,
            nodes: [aNode({ id: now.id, version, state: now.down ? 'down' : 'ready' })],
          });
        if (now.do === 'service')
          picture.commit({
            kind: 'changes',
            at: clock,
            services: [aService({ id: now.id, version, replicas: now.replicas })],
          });
        if (now.do === 'task') {
          const task = aTask({
            id: `t${now.of}${now.id}`,
            of: now.of,
            version,
            state: now.state,
            ...(now.on && { on: now.on }),
          });
          picture.commit({ kind: 'changes', at: clock, tasks: [task] });
        }
        if (now.do === 'list-tasks')
          picture.commit({
            kind: 'list',
            at: clock,
            tasks: [...picture.tasks.values()].filter((_, i) => now.keep.includes(i)),
          });
        if (now.do === 'drop-node') picture.commit({ kind: 'changes', at: clock, goneNodes: [aNodeId(now.id)] });
        if (now.do === 'flush') flush(now.busy);
        if (now.do === 'lose') {
          const browser = browsers[now.peer] as Browser;
          browser.connected = false;
          subscriptions.drop(browser);
        }
        if (now.do === 'reconnect') connect(browsers[now.peer] as Browser);
        if (now.do === 'restart-console') {
          const held = picture;
          picture = new Picture({ remembered });
          consoleId += 1;
          subscriptions = new Subscriptions<Browser>(picture, `c${consoleId}`);
          picture.commit({
            kind: 'list',
            at: clock,
            nodes: [...held.nodes.values()],
            services: [...held.services.values()].map(({ tally: _, ...service }) => service),
            tasks: [...held.tasks.values()],
          });
          for (const browser of browsers) if (browser.connected) connect(browser);
        }
      }
      flush();
      for (const browser of browsers.filter((one) => one.connected)) {
        const cluster = browser.replicas.get('cluster') as TopicReplica;
        expect(byId(cluster.nodes)).toEqual(byId([...picture.nodes.values()]));
        expect(byId(cluster.services)).toEqual(byId([...picture.services.values()]));
        expect(byId(browser.replicas.get(TOPICS[1] as Topic)?.tasks ?? [])).toEqual(
          byId(picture.tasksOfService(aServiceId('s0'))),
        );
        expect(byId(browser.replicas.get(TOPICS[2] as Topic)?.tasks ?? [])).toEqual(
          byId(picture.tasksOfNode(aNodeId('n1'))),
        );
      }
    }),
    { numRuns: 3000 },
  );
});
