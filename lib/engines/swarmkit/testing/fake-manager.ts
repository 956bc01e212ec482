import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServerWritableStream, status } from '@grpc/grpc-js';
import { Fault } from '#lib/domain/fault';
import type { ClusterId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import { aNodeId, aServiceId, aTaskId } from '#lib/domain/testing/builders';
import type { FeedSink } from '#lib/ports/cluster-feed';
import type { ManagerReads, SwarmReads, WatchableManager } from '#lib/ports/swarm-reads';
import { watchService } from '../control-socket';
import type { WireEvent, WireNode, WireService, WireTask } from '../wire-shapes';

interface WatchCall {
  entries: { kind: string; action: number }[];
  resumeFrom?: { index: number };
}
type Stream = ServerWritableStream<WatchCall, { events: WireEvent[] }>;

/** A manager whose store is set by a test: its control socket, and its responses by the Docker API. */
export class FakeManager implements ManagerReads {
  readonly endpoint: string;
  readonly #directory: string;
  readonly #streams = new Set<Stream>();
  #server: Server | null = null;
  /** The request of each stream, in order. */
  readonly calls: WatchCall[] = [];
  /** Reads by the Docker API, in order: 'whole', 'nodes', 'services', 'networks', 'task'. */
  readonly reads: string[] = [];
  /** Refuses each stream with this error until it is cleared. */
  refuses: { code: status; details: string } | null = null;
  /** Promises that delay responses of the Docker API. */
  holds: { [reading: string]: Promise<unknown> } = {};
  noLeader = false;
  nodeList: Node[] = [];
  serviceList: Service[] = [];
  taskList: Task[] = [];

  constructor(name: string) {
    this.endpoint = name;
    this.#directory = mkdtempSync(join(tmpdir(), `fake-${name}-`));
  }

  get control(): { path: string } {
    return { path: join(this.#directory, 'control.sock') };
  }

  async start(): Promise<this> {
    const server = new Server();
    server.addService(watchService(), { Watch: (stream: Stream) => this.#watch(stream) });
    await new Promise<void>((resolve, reject) =>
      server.bindAsync(`unix:${this.control.path}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    this.#server = server;
    return this;
  }

  /** Simulates a power loss of its host. */
  die(): void {
    this.#server?.forceShutdown();
    this.#server = null;
    rmSync(this.control.path, { force: true });
  }

  end(): void {
    this.die();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get streams(): number {
    return this.#streams.size;
  }

  /**
   * Sends one message to every stream. Resolves when it is sent, which for a large one means that most of it was read.
   */
  async send(...events: WireEvent[]): Promise<void> {
    const left = [...this.#streams].map(
      (stream) => new Promise<void>((resolve) => stream.write({ events }, () => resolve())),
    );
    await Promise.all(left);
  }

  /** Ends every stream; the socket stays. */
  endStreams(details = 'context canceled'): void {
    for (const stream of this.#streams) stream.emit('error', { code: status.UNKNOWN, details });
  }

  trustRoot = (): Promise<string> => this.#answer('trust', () => '');
  whole = () =>
    this.#answer('whole', () => ({
      at: Date.now(),
      nodes: this.nodeList,
      services: this.serviceList,
      tasks: this.taskList,
    }));
  nodes = (): Promise<Node[]> => this.#answer('nodes', () => this.nodeList);
  services = (ids: ReadonlySet<ServiceId>): Promise<Service[]> =>
    this.#answer('services', () => this.serviceList.filter(({ id }) => ids.has(id)));
  networks = (): Promise<Service[]> => this.#answer('networks', () => this.serviceList);
  task = (id: TaskId): Promise<Task | null> =>
    this.#answer('task', () => this.taskList.find((task) => task.id === id) ?? null);

  async #answer<Value>(reading: string, value: () => Value): Promise<Value> {
    this.reads.push(reading);
    await this.holds[reading];
    if (this.noLeader) throw new Fault('no_quorum', { endpoint: this.endpoint });
    return value();
  }

  #watch(stream: Stream): void {
    this.calls.push(stream.request);
    if (this.refuses) return void stream.emit('error', this.refuses);
    this.#streams.add(stream);
    const gone = () => this.#streams.delete(stream);
    stream.on('cancelled', gone).on('close', gone);
    stream.write({ events: [] });
  }
}

/** The reads of a swarm with these managers; the first that has a leader serves. */
export const readsOf = (...managers: FakeManager[]): SwarmReads => ({
  managers: () => managers.map(({ endpoint, control }): WatchableManager => ({ endpoint, control })),
  async first(among, observer) {
    for (const manager of among) {
      const fake = managers.find(({ endpoint }) => endpoint === manager.endpoint);
      if (fake && !fake.noLeader)
        return { manager, identity: { clusterId: 'c1' as ClusterId, apiVersion: '1.41', clockAheadMs: null } };
      observer.failed(manager.endpoint, new Fault('no_quorum', { endpoint: manager.endpoint }));
    }
    return null;
  },
  at: ({ endpoint }, _sink: Pick<FeedSink, 'specSeen'>) =>
    managers.find((each) => each.endpoint === endpoint) as FakeManager,
});

const meta = (index: number) => ({ version: { index } });

export const nodeEvent = (id: string, version: number, overrides: Partial<WireNode> = {}): WireEvent => ({
  action: 'UPDATE',
  object: { node: { id: aNodeId(id), meta: meta(version), status: { state: 'READY' }, ...overrides } },
});
/** `spec` is the version of its spec, which grows only when the spec changes. */
export const serviceEvent = (
  id: string,
  version: number,
  spec: number,
  overrides: Partial<WireService> = {},
): WireEvent => ({
  action: 'UPDATE',
  object: { service: { id: aServiceId(id), meta: meta(version), specVersion: { index: spec }, ...overrides } },
});
export const taskEvent = (
  id: string,
  version: number,
  overrides: Partial<WireTask> & { of?: string; from?: number; state?: string } = {},
): WireEvent => {
  const { of = 'web', from = 1, state = 'RUNNING', ...rest } = overrides;
  const task = {
    id: aTaskId(id),
    meta: meta(version),
    serviceId: aServiceId(of),
    specVersion: { index: from },
    slot: 1,
    status: { state },
    desiredState: 'RUNNING',
    spec: { container: { image: 'app:1' } },
    ...rest,
  };
  return { action: 'UPDATE', object: { task } };
};
export const removed = ({ object }: WireEvent): WireEvent => ({ action: 'REMOVE', object });
