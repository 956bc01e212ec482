import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { Task } from '#lib/domain/task/task';
import { fromDockerNode } from '../inbound/from-docker-node';
import { fromDockerService, type NetworkFacts } from '../inbound/from-docker-service';
import { fromDockerTask } from '../inbound/from-docker-task';
import { elementsOf } from '../inbound/json-elements';
import { rawSpecIn } from '../inbound/raw-object';
import type { WireNetwork, WireNode, WireService, WireTask } from '../inbound/wire-shapes';

export interface SeenSpec {
  service: Service;
  spec: RawSpec;
}

/** Tasks converted in one go before others get their turn. */
const SLICE = 500;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * What the feed last observed, so that an object of a known version is neither parsed nor converted again. It outlives
 * a change of managers, because versions are raft's and equal on all of them.
 */
export class Mirror {
  nodes = new Map<NodeId, Node>();
  readonly services = new Map<ServiceId, Service>();
  readonly tasks = new Map<TaskId, Task>();
  /** An index, so that a look at a few services costs only their tasks. */
  readonly #tasksOf = new Map<ServiceId, Set<TaskId>>();
  /** When a change in each service was last observed, epoch ms. */
  readonly changes = new Map<ServiceId, number>();
  #networks = new Map<string, NetworkFacts>();
  #tookTasks = false;

  isDown = (id: NodeId): boolean => this.nodes.get(id)?.state === 'down';

  takeNodes(body: Buffer): Node[] {
    const nodes = (JSON.parse(body.toString()) as WireNode[]).map(fromDockerNode);
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }

  /** Takes a list of the swarm's networks. Returns whether a name has changed. */
  takeNetworks(body: Buffer): boolean {
    const before = JSON.stringify([...this.#networks]);
    for (const network of JSON.parse(body.toString()) as WireNetwork[]) this.#putNetwork(network);
    const changed = JSON.stringify([...this.#networks]) !== before;
    if (changed) this.#renameNetworks();
    return changed;
  }

  /** A network that no list shows: host, bridge and none have a swarm id, under which only an inspect finds them. */
  takeNetwork(body: Buffer): void {
    this.#putNetwork(JSON.parse(body.toString()) as WireNetwork);
    this.#renameNetworks();
  }

  isNamed = (id: string): boolean => this.#networks.has(id);

  /** Takes a list of services. Returns them, and the specs among them that are new. */
  takeServices(body: Buffer, at: number): { services: Service[]; specs: SeenSpec[] } {
    const specs: SeenSpec[] = [];
    const services = elementsOf(body.toString()).map((element) => {
      const wire = JSON.parse(element) as WireService;
      const held = this.services.get(wire.ID as ServiceId);
      if (held && held.version === wire.Version?.Index) return held;
      const service = fromDockerService(wire, this.#networks);
      if (held && held.version > service.version) return held;
      this.services.set(service.id, service);
      this.changes.set(service.id, at);
      specs.push({ service, spec: rawSpecIn(element) });
      return service;
    });
    return { services, specs };
  }

  /** Removes services that a whole list no longer has. */
  keepServices(services: readonly Service[]): void {
    const listed = new Set(services.map(({ id }) => id));
    for (const id of this.services.keys()) if (!listed.has(id)) this.dropService(id);
  }

  dropService(id: ServiceId): void {
    this.services.delete(id);
    this.changes.delete(id);
  }

  /** Takes a list of tasks; `of`: a list of these services' tasks only. Returns null when nothing in it is new. */
  async takeTasks(body: Buffer, at: number, of?: ReadonlySet<ServiceId>): Promise<Task[] | null> {
    const wires = JSON.parse(body.toString()) as WireTask[];
    const tasks: Task[] = [];
    let news = false;
    for (const [index, wire] of wires.entries()) {
      if (index % SLICE === SLICE - 1) await turn();
      const held = this.tasks.get(wire.ID as TaskId);
      if (held && held.version >= (wire.Version?.Index ?? 0)) {
        tasks.push(held);
        continue;
      }
      const task = fromDockerTask(wire, this.services.get(wire.ServiceID as ServiceId)?.mode);
      tasks.push(task);
      this.changes.set(task.serviceId, at);
      news = true;
    }
    const before = of ? [...of].reduce((sum, id) => sum + (this.#tasksOf.get(id)?.size ?? 0), 0) : this.tasks.size;
    // The first list counts as a change even when it is empty, because another feed may have observed tasks that were
    // removed.
    if (!news && before === tasks.length && this.#tookTasks) return null;
    this.#tookTasks = true;
    this.#replaceTasks(tasks, of);
    return tasks;
  }

  /** For callers that keep a list's tasks themselves. */
  forgetTasks(): void {
    this.#dropTasks();
    this.#tookTasks = false;
  }

  *tasksOf(id: ServiceId): Iterable<Task> {
    for (const task of this.#tasksOf.get(id) ?? []) {
      const held = this.tasks.get(task);
      if (held) yield held;
    }
  }

  #replaceTasks(tasks: readonly Task[], of?: ReadonlySet<ServiceId>): void {
    this.#dropTasks(of);
    for (const task of tasks) {
      this.tasks.set(task.id, task);
      const others = this.#tasksOf.get(task.serviceId);
      if (others) others.add(task.id);
      else this.#tasksOf.set(task.serviceId, new Set([task.id]));
    }
  }

  #dropTasks(of?: ReadonlySet<ServiceId>): void {
    if (!of) {
      this.tasks.clear();
      this.#tasksOf.clear();
      return;
    }
    for (const id of of) {
      for (const task of this.#tasksOf.get(id) ?? []) this.tasks.delete(task);
      this.#tasksOf.delete(id);
    }
  }

  /** A removed network keeps its name here, because services may still refer to it and ids are not reused. */
  #putNetwork({ Id = '', Name = Id, Ingress = false }: WireNetwork): void {
    this.#networks.set(Id, { name: Name, ingress: Ingress });
  }

  /** A renamed network changes the services on it without a new version. */
  #renameNetworks(): void {
    for (const [id, service] of this.services) {
      const networks = service.networks
        .filter((network) => !this.#networks.get(network.id)?.ingress)
        .map((network) => ({ ...network, name: this.#networks.get(network.id)?.name ?? network.name }));
      this.services.set(id, { ...service, networks });
    }
  }
}
