import { join } from 'node:path';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { ClusterFeed, FeedSink } from '#lib/ports/cluster-feed';
import { Child } from './child';
import type { Marked, Marker, SeededFeedOptions } from './seeded-feed';
import type { FromSource, ToSource } from './source-messages';
import type { Burst, BurstOrder } from './task-burst';

/** The feed of a console that is told a seeded swarm by another process: it pays for reading what comes, and for nothing else. */
export class ToldFeed implements ClusterFeed {
  readonly #source: Child<FromSource, ToSource>;
  /** How many task changes were told in all. */
  told = 0;
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
    return (await this.#source.said('born')).born;
  }

  start(sink: FeedSink): void {
    let coming: { nodes: Node[]; services: Service[]; tasks: Task[] } = { nodes: [], services: [], tasks: [] };
    this.#source.listen((said) => {
      if ('piece' in said) {
        for (const node of said.piece.nodes ?? []) coming.nodes.push(node);
        for (const service of said.piece.services ?? []) coming.services.push(service);
        for (const task of said.piece.tasks ?? []) coming.tasks.push(task);
      } else if ('listed' in said) {
        sink.observe({ kind: 'list', at: said.listed.at, ...coming });
        coming = { nodes: [], services: [], tasks: [] };
      } else if ('seen' in said) {
        this.told = said.told;
        sink.observe(said.seen);
      } else if ('status' in said) sink.status(said.status);
      else if ('marker' in said) this.onMarker(said.marker);
      else if ('burst' in said) this.onBurst(said.burst);
    });
    this.#source.tell({ start: true });
  }

  /** So many task changes a second from now on. */
  run(changesASecond: number): void {
    this.#source.tell({ run: changesASecond });
  }

  mark(everyMs: number, what: Marked): void {
    this.#source.tell({ markEveryMs: everyMs, what });
  }

  burst(burst: BurstOrder): void {
    this.#source.tell({ burst });
  }

  forgetBurst(): void {
    this.#source.tell({ forgetBurst: true });
  }

  hasten(): void {
    // Everything is told when it happens.
  }

  stop = (): Promise<void> => this.#source.end();
}
