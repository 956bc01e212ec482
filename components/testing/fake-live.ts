import type { Connection, Live } from '#components/live/live-provider';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { Task } from '#lib/domain/task/task';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { packTasks } from '#lib/live/protocol/packed-tasks';
import type { Topic } from '#lib/live/protocol/topic';
import { TopicReplica } from '#lib/live/replica/topic-replica';

/** The live connection for component tests: real replicas, filled by the test instead of a socket. */
export class FakeLive implements Live {
  readonly #replicas = new Map<Topic, TopicReplica>();
  readonly #listeners = new Set<() => void>();
  readonly #operationListeners = new Set<(news: OperationNews) => void>();
  readonly #revisionListeners = new Set<(service: ServiceId) => void>();
  #connection: Connection = { link: 'connected', linkSince: 0, feed: null, freshAt: null, phaseSince: null };
  #revision = 0;

  /** Sets the picture that screens see. */
  show({ nodes = [], services = [] }: { nodes?: Node[]; services?: ServiceRow[] }): void {
    this.#apply('cluster', { nodes: { put: nodes }, services: { put: services } });
  }

  showTasks(topic: Topic, tasks: Task[]): void {
    this.#apply(topic, { tasks: { put: packTasks(tasks) } });
  }

  /** Publishes news of an operation, as the ledger's writer does. */
  publish(news: OperationNews): void {
    for (const listener of this.#operationListeners) listener(news);
  }

  /** Publishes that a service has a new revision. */
  revise(service: ServiceId): void {
    for (const listener of this.#revisionListeners) listener(service);
  }

  connect(connection: Partial<Connection>): void {
    this.#connection = { ...this.#connection, ...connection };
    for (const listener of this.#listeners) listener();
  }

  connection = (): Connection => this.#connection;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onOperation(listener: (news: OperationNews) => void): () => void {
    this.#operationListeners.add(listener);
    return () => this.#operationListeners.delete(listener);
  }

  onRevision(listener: (service: ServiceId) => void): () => void {
    this.#revisionListeners.add(listener);
    return () => this.#revisionListeners.delete(listener);
  }

  replica(topic: Topic): TopicReplica {
    const held = this.#replicas.get(topic) ?? new TopicReplica();
    this.#replicas.set(topic, held);
    return held;
  }

  follow = () => () => undefined;
  taskAt = (): Promise<TaskId | null> => Promise.resolve(null);
  close = () => undefined;

  #apply(topic: Topic, content: object): void {
    this.#revision += 1;
    this.replica(topic).apply({ from: null, to: this.#revision, token: `test.${this.#revision}`, ...content });
  }
}
