import { expect } from 'vitest';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { HiveIndex } from '../hive/hive-index';
import { HiveReplica } from '../hive/hive-replica';
import type { Observation } from '../picture/observation';
import { Picture } from '../picture/picture';
import type { Frame } from '../protocol/frame';
import type { Manifest } from '../protocol/manifest';
import { Subscriptions } from '../protocol/subscriptions';
import { nodeOf, queryOf, ROWS_A_BLOCK, serviceOf, type Topic } from '../protocol/topic';
import { parseTaskQuery } from '../query/task-query';
import { TaskView } from '../query/task-view';
import { TopicReplica } from '../replica/topic-replica';

type Holds = string | Manifest | null;
type Up = { subscribe: Topic; holds: Holds } | { unsubscribe: Topic };

const overTheWire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** A console with its own picture. It gets observations sooner or later, and serves peers as the gateway does. */
class Console {
  readonly picture: Picture;
  readonly subscriptions: Subscriptions<Peer>;
  /** Observations that have not reached it yet. */
  readonly inbox: Observation[] = [];
  readonly id: string;

  constructor(id: string, remembered: { remembered: number; changes: number }) {
    this.id = id;
    this.picture = new Picture(remembered);
    this.subscriptions = new Subscriptions(this.picture, id);
  }

  takeIn(count = this.inbox.length): void {
    for (const seen of this.inbox.splice(0, count)) this.picture.commit(seen);
  }

  flush(which: 'objects' | 'queries'): void {
    const canTake = (peer: Peer) => peer.down.length === 0;
    const due = which === 'objects' ? this.subscriptions.flush(canTake) : this.subscriptions.flushQueries(canTake);
    for (const { topic, frame, peers } of due) for (const peer of peers ?? this.#all(topic)) peer.send(topic, frame);
  }

  receive(peer: Peer, message: Up): void {
    if ('unsubscribe' in message) this.subscriptions.remove(peer, message.unsubscribe);
    else
      for (const frame of this.subscriptions.add(peer, message.subscribe, message.holds) ?? [])
        peer.send(message.subscribe, frame);
  }

  #all(topic: Topic): Peer[] {
    return this.peers.filter((peer) => this.subscriptions.topicsOf(peer).has(topic));
  }

  peers: Peer[] = [];
}

/** A browser at one end of a pair of sockets whose other end is a console's; nothing moves unless it is pumped. */
export class Peer {
  console: Console | null = null;
  readonly replicas = new Map<Topic, TopicReplica>();
  /** What is on its way to the browser, and from it. */
  readonly down: { topic: Topic; frame: Frame }[] = [];
  readonly up: Up[] = [];
  #known: string | null = null;

  send(topic: Topic, frame: Frame): void {
    this.down.push({ topic, frame: overTheWire(frame) });
  }

  connect(to: Console): void {
    this.lose();
    this.console = to;
    to.peers.push(this);
    this.#known = to.id;
    for (const topic of this.replicas.keys()) this.#ask(topic);
  }

  lose(): void {
    this.console?.subscriptions.drop(this);
    if (this.console) this.console.peers = this.console.peers.filter((peer) => peer !== this);
    this.console = null;
    this.down.length = 0;
    this.up.length = 0;
  }

  follow(topic: Topic): void {
    if (this.replicas.has(topic)) return;
    this.replicas.set(topic, new TopicReplica());
    if (this.console) this.#ask(topic);
  }

  leave(topic: Topic): void {
    if (this.replicas.delete(topic) && this.console) this.up.push({ unsubscribe: topic });
  }

  /** Lets `count` messages through each way. */
  pump(count: number): void {
    for (const message of this.up.splice(0, count)) this.console?.receive(this, overTheWire(message));
    for (const { topic, frame } of this.down.splice(0, count)) {
      const replica = this.replicas.get(topic);
      if (replica && !replica.apply(frame)) this.up.push({ subscribe: topic, holds: null });
    }
  }

  get isQuiet(): boolean {
    return this.up.length === 0 && this.down.length === 0;
  }

  #ask(topic: Topic): void {
    const replica = this.replicas.get(topic);
    const holds = replica?.token?.startsWith(`${this.#known}.`) ? replica.token : (replica?.manifest() ?? null);
    this.up.push({ subscribe: topic, holds });
  }
}

/** Two consoles on one swarm, and browsers that go from one to the other. */
export class Rig {
  readonly consoles: Console[];
  readonly peers: Peer[];
  #memory: { remembered: number; changes: number };
  #born = 0;
  /** All that the swarm holds, as the newest of consoles would see it. */
  #truth: Picture;

  constructor({ peers, remembered, changes }: { peers: number; remembered: number; changes: number }) {
    this.#memory = { remembered, changes };
    this.consoles = [this.#console(), this.#console()];
    this.peers = Array.from({ length: peers }, () => new Peer());
    this.#truth = new Picture();
  }

  /** The swarm does something; consoles hear of it when they take it in. */
  happen(seen: Observation): void {
    this.#truth.commit(seen);
    for (const { inbox } of this.consoles) inbox.push(seen);
  }

  get truth(): Picture {
    return this.#truth;
  }

  /** The console's process ends; another one takes its place and lists the swarm. */
  restart(index: number): void {
    const old = this.consoles[index] as Console;
    for (const peer of [...old.peers]) peer.lose();
    const fresh = this.#console();
    fresh.inbox.push(wholeOf(this.#truth));
    this.consoles[index] = fresh;
  }

  /** Everything that is on its way arrives, for all who are connected. */
  settle(peers: readonly Peer[] = this.peers): void {
    for (const one of this.consoles) one.takeIn();
    this.deliver(peers);
  }

  /** What consoles know already arrives. */
  deliver(peers: readonly Peer[]): void {
    for (let round = 0; round < 20; round++) {
      for (const one of this.consoles) {
        one.flush('objects');
        one.flush('queries');
      }
      for (const peer of peers) peer.pump(Number.POSITIVE_INFINITY);
      if (peers.every((peer) => peer.isQuiet) && round > 2) return;
    }
    throw new Error('the sockets never came to rest');
  }

  /** [REP-1] */
  expectEqual(peer: Peer): void {
    const { picture } = peer.console as Console;
    for (const [topic, replica] of peer.replicas) expect(heldOf(topic, replica)).toEqual(wantedOf(topic, picture));
  }

  #console(): Console {
    this.#born += 1;
    return new Console(`c${this.#born}`, this.#memory);
  }
}

const wholeOf = (picture: Picture): Observation => ({
  kind: 'list',
  at: 0,
  nodes: [...picture.nodes.values()],
  services: [...picture.services.values()].map(({ tally: _, ...service }) => service),
  tasks: [...picture.tasks.values()],
});

const byId = <Value extends { id: string }>(values: Iterable<Value>): Value[] =>
  overTheWire([...values]).sort((a, b) => (a.id < b.id ? -1 : 1));

function heldOf(topic: Topic, replica: TopicReplica): unknown {
  if (topic === 'hive') return cellsOf(replica.hive ?? new HiveReplica());
  const query = queryOf(topic);
  if (query) return query.block === null ? replica.summary : [...replica.tasks];
  return { nodes: byId(replica.nodes), services: byId(replica.services), tasks: byId(replica.tasks) };
}

function wantedOf(topic: Topic, picture: Picture): unknown {
  if (topic === 'hive') return cellsOf(freshHive(picture));
  const query = queryOf(topic);
  if (query) {
    const names = {
      service: (id: ServiceId) => picture.services.get(id)?.name ?? id,
      node: (id: NodeId) => picture.nodes.get(id)?.hostname ?? id,
    };
    const view = new TaskView(parseTaskQuery(query.query), names, picture.tasks.values());
    if (query.block === null) return overTheWire(view.summary);
    return overTheWire(view.rows(query.block * ROWS_A_BLOCK, (query.block + 1) * ROWS_A_BLOCK));
  }
  const [service, node] = [serviceOf(topic), nodeOf(topic)];
  const whole = topic === 'cluster';
  return {
    nodes: byId(whole ? picture.nodes.values() : []),
    services: byId(whole ? picture.services.values() : []),
    tasks: byId(service ? picture.tasksOfService(service) : node ? picture.tasksOfNode(node) : []),
  };
}

function freshHive(picture: Picture): HiveReplica {
  const index = new HiveIndex();
  index.take([...picture.tasks.values()].map((after) => ({ before: null, after })));
  const replica = new HiveReplica();
  replica.apply(index.whole(), true);
  return replica;
}

/** What a hive shows, whichever numbers its cells have. */
function cellsOf(replica: HiveReplica): string[] {
  return Array.from({ length: replica.end }, (_, cell) => cell)
    .filter((cell) => replica.state(cell) !== null)
    .map((cell) =>
      [
        replica.nodeId(cell),
        replica.serviceId(cell),
        replica.slot(cell),
        replica.state(cell),
        replica.since(cell),
      ].join(' '),
    )
    .sort();
}
