import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { Snapshot } from '#lib/ports/swarm-reads';
import { fromWireNode, withManager } from '../inbound/from-wire-node';
import { fromWireTask, isOfAService, type TemplateFacts } from '../inbound/from-wire-task';
import { versionOf, type WireEvent, type WireNode, type WireService, type WireTask } from '../wire-shapes';
import { News } from './news';
import { TemplateFactsOf } from './template-facts';

/** Removed nodes and services that are remembered, so that no older response brings them back. */
const REMEMBERED = 5000;

const UNKNOWN_FACTS: TemplateFacts = { templateDigest: '', endpointDigest: '', image: '' };

/** An unknown spec of a service, with the tasks that wait for it. */
export interface OpenQuestion {
  serviceId: ServiceId;
  spec: number;
  tasks: Map<TaskId, WireTask>;
  since: number;
}

/**
 * The swarm as the stream has reported it, on top of a snapshot. Pure bookkeeping: the session decides what is read,
 * and when. It outlives sessions, because versions are raft's and a stream resumes at another manager where it ended.
 */
export class HeldSwarm {
  #nodes = new Map<NodeId, Node>();
  #tasks = new Map<TaskId, Task>();
  #services = new Map<ServiceId, Service>();
  /** Services whose tasks' slots count from zero. */
  readonly #fromZero = new Set<ServiceId>();
  readonly #facts = new TemplateFactsOf();
  readonly #removed = new Set<string>();
  /** The version of each service that the stream reported last, until it is read at that version or a later one. */
  readonly #unread = new Map<ServiceId, number>();
  readonly #open = new Map<string, OpenQuestion>();
  #cursor: number | null = null;

  /**
   * The raft index from which a stream may resume; null before the first event. Never from a list, because lists run
   * ahead.
   */
  get cursor(): number | null {
    return this.#cursor;
  }

  get unread(): ReadonlyMap<ServiceId, number> {
    return this.#unread;
  }

  /** The number of services of which facts are held: bounded by the number of services. */
  get factsHeld(): number {
    return this.#facts.size;
  }

  /** Questions that reading a service will not answer. */
  get open(): OpenQuestion[] {
    return [...this.#open.values()];
  }

  /** Replaces everything by a snapshot. Events of a stream that was open before it are applied on top. */
  reset({ nodes, services, tasks }: Snapshot): void {
    this.#cursor = null;
    this.#unread.clear();
    this.#open.clear();
    this.#removed.clear();
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#tasks = new Map(tasks.map((task) => [task.id, task]));
    this.#services = new Map();
    for (const service of services) this.#holdService(service);
    this.#facts.keepOnly(this.#services);
  }

  /** A stream has ended. The next one repeats what was still waiting, because it begins before that. */
  rewind(): void {
    for (const { tasks } of this.#open.values())
      for (const task of tasks.values()) this.#cursor = Math.min(this.#cursor ?? 0, versionOf(task) - 1);
    this.#open.clear();
  }

  /** The changes in these events, in domain shapes. The last event of an object counts. */
  take(events: readonly WireEvent[], now: number, news = new News()): News {
    for (const { action, object } of events) {
      if (!object) continue;
      const removed = action === 'REMOVE';
      for (const each of [object.node, object.service, object.task, object.network])
        if (each) this.#cursor = Math.max(this.#cursor ?? 0, versionOf(each));
      if (object.network) news.networks = true;
      else if (removed) this.#remove(object, news);
      else if (object.node) this.#takeNode(object.node, news);
      else if (object.service) this.#takeService(object.service, news);
      else if (object.task) this.#takeTask(object.task, news, now);
    }
    return news;
  }

  /** Leader and reachability, which the stream lacks; and nodes that it has not reported yet. */
  readNodes(nodes: readonly Node[], news: News): void {
    for (const read of nodes) {
      if (this.#removed.has(read.id)) continue;
      const held = this.#nodes.get(read.id);
      const node = held && held.version > read.version ? withManager(held, read.manager) : read;
      if (!held || !same(held, node)) this.#holdNode(node, news);
    }
  }

  /** Services from the Docker API, and the tasks that waited for them. */
  readServices(services: readonly Service[], news: News): void {
    for (const service of services) {
      if (this.#removed.has(service.id)) continue;
      const held = this.#services.get(service.id);
      if (held && held.version > service.version) continue;
      this.#holdService(service);
      if (!held || !same(held, service)) news.service(service);
    }
    this.#answer(news);
  }

  /** Only services that the stream knows, because an older response must not bring one back. */
  renamed(services: readonly Service[], news: News): void {
    this.readServices(
      services.filter(({ id }) => this.#services.has(id)),
      news,
    );
  }

  /** A task of this spec was read. null: its tasks are published without these facts. */
  answer({ serviceId, spec }: OpenQuestion, facts: TemplateFacts | null, news: News): void {
    const question = this.#open.get(keyOf(serviceId, spec));
    if (facts) this.#learn(serviceId, spec, facts);
    if (question) this.#release(question, this.#facts.of(serviceId, spec) ?? facts ?? UNKNOWN_FACTS, news);
    this.#answer(news);
  }

  #takeNode(wire: WireNode, news: News): void {
    const held = this.#nodes.get(wire.id as NodeId);
    if (held && held.version >= versionOf(wire)) return;
    const node = fromWireNode(wire, held?.manager ?? null);
    if (!held || held.manager || node.role !== held.role || node.role === 'manager') news.managers = true;
    this.#holdNode(node, news);
  }

  #takeService(wire: WireService, news: News): void {
    const id = wire.id as ServiceId;
    const version = versionOf(wire);
    if (wire.spec?.mode === 'replicatedJob') this.#fromZero.add(id);
    const spec = wire.specVersion?.index ?? 0;
    this.#facts.serviceHas(id, version, spec);
    this.#answerOne(keyOf(id, spec), news);
    if ((this.#services.get(id)?.version ?? -1) >= version) return;
    this.#unread.set(id, Math.max(version, this.#unread.get(id) ?? 0));
    news.services = true;
  }

  #takeTask(wire: WireTask, news: News, now: number): void {
    const id = wire.id as TaskId;
    const serviceId = (wire.serviceId ?? '') as ServiceId;
    if (!isOfAService(wire)) return;
    const spec = wire.specVersion?.index ?? 0;
    const held = this.#tasks.get(id);
    // A task has the spec that it was created with.
    if (held) this.#learn(serviceId, spec, held);
    if (held && held.version >= versionOf(wire)) return;
    const facts = held?.templateDigest ? held : this.#facts.of(serviceId, spec);
    if (facts) {
      this.#unpark(wire);
      this.#holdTask(wire, facts, news);
    } else this.#park(wire, spec, now);
    // The facts of this task may be what others wait for.
    if (held) this.#answerOne(keyOf(serviceId, spec), news);
  }

  /** The tasks of a removed service go on for a while; nothing would ever forget what they teach. */
  #learn(serviceId: ServiceId, spec: number, facts: TemplateFacts): void {
    if (!this.#removed.has(serviceId)) this.#facts.learn(serviceId, spec, facts);
  }

  #remove({ node, service, task }: NonNullable<WireEvent['object']>, news: News): void {
    const id = node?.id ?? service?.id ?? task?.id ?? '';
    if (node) {
      this.#remember(id);
      this.#nodes.delete(id as NodeId);
      news.goneNode(id as NodeId);
    }
    if (service) {
      this.#remember(id);
      this.#unread.delete(id as ServiceId);
      this.#services.delete(id as ServiceId);
      this.#facts.forget(id as ServiceId);
      this.#fromZero.delete(id as ServiceId);
      news.goneService(id as ServiceId);
    }
    if (task) {
      this.#unpark(task);
      this.#tasks.delete(id as TaskId);
      news.goneTask(id as TaskId);
    }
  }

  #remember(removed: string): void {
    this.#removed.add(removed);
    for (const oldest of this.#removed) {
      if (this.#removed.size <= REMEMBERED) break;
      this.#removed.delete(oldest);
    }
  }

  #holdNode(node: Node, news: News): void {
    this.#nodes.set(node.id, node);
    news.node(node);
  }

  #holdService(service: Service): void {
    this.#services.set(service.id, service);
    if (service.mode.kind === 'replicated-job') this.#fromZero.add(service.id);
    this.#facts.serviceIs(service.id, service.version, service);
    if (service.version >= (this.#unread.get(service.id) ?? 0)) this.#unread.delete(service.id);
  }

  #holdTask(wire: WireTask, facts: TemplateFacts, news: News): void {
    const task = fromWireTask(wire, facts, this.#fromZero.has(wire.serviceId as ServiceId));
    this.#tasks.set(task.id, task);
    news.task(task);
  }

  #park(wire: WireTask, spec: number, now: number): void {
    const serviceId = (wire.serviceId ?? '') as ServiceId;
    const key = keyOf(serviceId, spec);
    const question = this.#open.get(key) ?? { serviceId, spec, tasks: new Map<TaskId, WireTask>(), since: now };
    question.tasks.set(wire.id as TaskId, wire);
    this.#open.set(key, question);
  }

  #unpark(wire: WireTask): void {
    const key = keyOf((wire.serviceId ?? '') as ServiceId, wire.specVersion?.index ?? 0);
    const question = this.#open.get(key);
    if (question?.tasks.delete(wire.id as TaskId) && question.tasks.size === 0) this.#open.delete(key);
  }

  /** Publishes the tasks whose question has been answered meanwhile. */
  #answer(news: News): void {
    for (const key of [...this.#open.keys()]) this.#answerOne(key, news);
  }

  #answerOne(key: string, news: News): void {
    const question = this.#open.get(key);
    const facts = question && this.#facts.of(question.serviceId, question.spec);
    if (facts) this.#release(question, facts, news);
  }

  #release(question: OpenQuestion, facts: TemplateFacts, news: News): void {
    this.#open.delete(keyOf(question.serviceId, question.spec));
    for (const wire of question.tasks.values()) this.#holdTask(wire, facts, news);
  }
}

const keyOf = (serviceId: ServiceId, spec: number): string => `${serviceId}/${spec}`;

/** Equal as JSON, because domain objects hold plain data in a fixed order of keys. */
const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
