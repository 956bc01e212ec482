import { join } from 'node:path';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { ClusterFeed, FeedSink } from '#lib/ports/cluster-feed';
import { Child } from './child';
import type { Marked, Marker, SeededFeedOptions } from './seeded-feed';
import type { FromSource, ToSource } from './source-messages';
import type { Burst, BurstOrder } from './task-burst';

/**
 * The feed of a console that is told a seeded swarm by another process: it pays for reading what comes, and for nothing
 * else.
 */
export class RemoteFeed implements ClusterFeed {
  readonly #source: Child<FromSource, ToSource>;
  /** How many task changes were told in all. */
  published = 0;
  onMarker: (marker: Marker) => void = () => undefined;
  onBurst: (burst: Burst) => void = () => undefined;

  constructor(options: SeededFeedOptions) {
    this.#source = new Child([join(import.meta.dirname, 'source.mjs'), JSON.stringify(options)]);
  }

  get sourcePid(): number {
    return this.#source.pid;
  }

  /** Returns when the swarm is made. */
  async born() {
    return (await this.#source.messageWith('born')).born;
  }

  start(sink: FeedSink): void {
    let coming: { nodes: Node[]; services: Service[]; tasks: Task[] } = { nodes: [], services: [], tasks: [] };
    this.#source.listen((message) => {
      if ('piece' in message) {
        for (const node of message.piece.nodes ?? []) coming.nodes.push(node);
        for (const service of message.piece.services ?? []) coming.services.push(service);
        for (const task of message.piece.tasks ?? []) coming.tasks.push(task);
      } else if ('listed' in message) {
        sink.observe({ kind: 'list', at: message.listed.at, ...coming });
        coming = { nodes: [], services: [], tasks: [] };
      } else if ('seen' in message) {
        this.published = message.published;
        sink.observe(message.seen);
      } else if ('status' in message) sink.status(message.status);
      else if ('marker' in message) this.onMarker(message.marker);
      else if ('burst' in message) this.onBurst(message.burst);
    });
    this.#source.send({ start: true });
  }

  /** So many task changes a second from now on. */
  run(changesASecond: number): void {
    this.#source.send({ run: changesASecond });
  }

  mark(everyMs: number, what: Marked): void {
    this.#source.send({ markEveryMs: everyMs, what });
  }

  burst(burst: BurstOrder): void {
    this.#source.send({ burst });
  }

  forgetBurst(): void {
    this.#source.send({ forgetBurst: true });
  }

  hasten(): void {
    // Everything is told when it happens.
  }

  stop = (): Promise<void> => this.#source.end();
}
