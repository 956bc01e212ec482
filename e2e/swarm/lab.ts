import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createArguments, type ServiceRequest } from './behaviour';
import { type LabTls, makeCertificates, tlsOf, tlsPort } from './certificates';
import { docker } from './cli';
import { type Dialled, dial } from './dial';
import { askEngine } from './engine';
import { type Engine, type EngineName, obtainEngine, usualEngine } from './engines';
import { initSwarm, joinAll } from './formation';
import { bootHost, buildHost, isDockerStopped, isOn, signalDocker, startDocker, stopDocker } from './host';
import { publishImages } from './image';
import { type LabNode, nodesOf } from './lab-node';
import { createLan, plug, unplug } from './lan';
import { annulWills, awaitWills, holderOf, makeWill, type Revoke } from './last-will';
import { assertMachine } from './machine';
import { powerOff } from './node-process';
import { type Place, placeOf } from './place';
import { startRegistry, tagForHardware } from './registry';
import { removeRemains } from './remains';
import { removeObjects, restoreNodes, restoreSwarmSpec, type SwarmSpec, swarmSpecOf } from './reset';
import { agreedLeader } from './roll-call';
import { type Patience, waitFor } from './wait-for';

type LabSize = { managers: number; workers: number };

type LabOptions = Partial<LabSize> & {
  name: string;
  /** Further versions of the image `app`, beside 1, 2, 3, broken and sick. */
  extraTags?: readonly string[];
  /**
   * What its nodes run: one that has to be had, or one whose place the machine's own may take. If not said:
   * `usualEngine`.
   */
  engine?: EngineName | { preferred: EngineName };
  /** Nodes that run another one: a swarm in the midst of an upgrade. */
  otherEngines?: Readonly<Record<string, EngineName>>;
  /** Managers listen on TCP with TLS too: see `tls` and `dial`. */
  tls?: boolean;
  /** The lab stays when this process ends. */
  lasting?: boolean;
};

type State = LabSize & { tls: boolean; engine: Engine; otherEngines: Record<string, Engine>; swarmSpec?: SwarmSpec };

type Task = { id: string; node: string; slot?: number; image: string };

/** A real swarm of several nodes on this machine. 3 managers and 2 workers if not said otherwise. */
export class Lab {
  readonly #place: Place;
  #state: State;
  readonly #dialled: Dialled[] = [];
  #revokeWill?: Revoke;

  private constructor(place: Place, state: State) {
    this.#place = place;
    this.#state = state;
  }

  /** Builds a lab in place of whatever an earlier one of that name has left. Refused while another process holds it. */
  static async up(options: LabOptions): Promise<Lab> {
    const { name, managers = 3, workers = 2, extraTags, tls = false, lasting } = options;
    assertMachine();
    const place = placeOf(name);
    const engine =
      typeof options.engine === 'string'
        ? await obtainEngine(options.engine)
        : await usualEngine(options.engine?.preferred);
    const otherEngines: Record<string, Engine> = {};
    for (const [node, each] of Object.entries(options.otherEngines ?? {}))
      otherEngines[node] = await obtainEngine(each);
    await awaitWills(place);
    await removeRemains(place);
    const lab = new Lab(place, { managers: 0, workers: 0, tls, engine, otherEngines });
    lab.#revokeWill = makeWill(place);
    try {
      await lab.#build({ managers, workers }, extraTags);
    } catch (cause) {
      await lab.down();
      throw cause;
    }
    if (lasting) await lab.#revoke();
    return lab;
  }

  /** A lab that is up already, perhaps made by another process; that process remains its owner. */
  static async attach(name: string): Promise<Lab> {
    const place = placeOf(name);
    if (!Lab.isUp(name)) throw new Error(`there is no lab ${name}: npm run swarm up -- --name ${name}`);
    return new Lab(place, JSON.parse(readFileSync(stateFile(place), 'utf8')) as State);
  }

  static isUp(name: string): boolean {
    const place = placeOf(name);
    if (!existsSync(stateFile(place))) return false;
    const { managers } = JSON.parse(readFileSync(stateFile(place), 'utf8')) as State;
    return nodesOf(place, 'manager', managers).some((node) => isOn(place, node));
  }

  /** The process that will take the lab down when it ends, if one does. */
  static holderOf(name: string): number | undefined {
    return holderOf(placeOf(name));
  }

  /** Takes down a lab of any process, or what is left of one; needs its name only. Fails with a list of what stays. */
  static async down(name: string): Promise<void> {
    const place = placeOf(name);
    annulWills(place);
    await removeRemains(place);
  }

  get name(): string {
    return this.#place.name;
  }

  /** What a TLS client needs, if the lab was made with `tls`. */
  get tls(): LabTls {
    if (!this.#state.tls) throw new Error(`lab ${this.name} was made without tls`);
    return tlsOf(this.#place);
  }

  /** Those that joined as managers: m1, m2, … */
  managers(): LabNode[] {
    return nodesOf(this.#place, 'manager', this.#state.managers);
  }

  /** Those that joined as workers: w1, w2, … */
  workers(): LabNode[] {
    return nodesOf(this.#place, 'worker', this.#state.workers);
  }

  nodes(): LabNode[] {
    return [...this.managers(), ...this.workers()];
  }

  node(name: string): LabNode {
    const node = this.nodes().find((each) => each.name === name);
    if (!node) throw new Error(`lab ${this.name} has no node ${name}`);
    return node;
  }

  /** What a node runs. */
  engineOf(name: string): Engine {
    return this.#state.otherEngines[name] ?? this.#state.engine;
  }

  /** Who leads as a quorum of the managers sees it; waits through an election. */
  async leader(patience: Patience = { withinMs: 60_000 }): Promise<LabNode> {
    const agreed = async () => {
      const leader = await agreedLeader(this.managers());
      return leader !== undefined && this.isOn(leader) && this.node(leader);
    };
    return waitFor('the managers to agree on a leader', agreed, patience);
  }

  isOn(name: string): boolean {
    return isOn(this.#place, this.node(name));
  }

  /** As if the plug was pulled. Its disk stays. */
  async powerOff(name: string): Promise<void> {
    await powerOff(this.#place, this.node(name).name);
  }

  /** Returns when its engine answers; the swarm may need a moment more to see it ready. */
  async powerOn(name: string): Promise<void> {
    await bootHost(this.#place, this.node(name), { tls: this.#state.tls, engine: this.engineOf(name) });
  }

  /** Pulls the node's network cable. Its docker.sock still answers here, as it would to somebody at its keyboard. */
  async cut(name: string): Promise<void> {
    await unplug(this.#place, this.node(name).name);
  }

  async heal(name: string): Promise<void> {
    await plug(this.#place, name, this.node(name).address);
  }

  /** Stops dockerd in good order, its containers too; the host stays on. */
  async stopDocker(name: string): Promise<void> {
    await stopDocker(this.#place, this.node(name));
  }

  async startDocker(name: string): Promise<void> {
    await startDocker(this.#place, this.node(name));
  }

  /** dockerd hangs: it takes connections and answers nothing, and the swarm misses its heartbeats. */
  pauseDocker(name: string): void {
    signalDocker(this.#place, this.node(name), 'SIGSTOP');
  }

  resumeDocker(name: string): void {
    signalDocker(this.#place, this.node(name), 'SIGCONT');
  }

  /** The registry off, or on again; `closed`: it asks for credentials that nobody has. */
  async stopRegistry(): Promise<void> {
    await powerOff(this.#place, 'registry');
  }

  async startRegistry(options: { closed?: boolean } = {}): Promise<void> {
    await startRegistry(this.#place, options);
  }

  /** `app:TO` is what `app:FROM` is, said to be made for another hardware. */
  async tagForHardware(from: string, to: string, architecture: string): Promise<void> {
    await tagForHardware(this.#place, from, to, architecture);
  }

  /** The docker CLI on a node; gives what it printed. */
  async docker(name: string, args: readonly string[], input?: string): Promise<string> {
    return docker(this.engineOf(name), this.node(name).socket, args, input);
  }

  /** Creates a service of known behaviour and gives its id; does not wait for its tasks (see `running`). */
  async service(request: ServiceRequest): Promise<string> {
    return this.docker((await this.leader()).name, createArguments(request));
  }

  /**
   * The tasks of a service that run and are meant to, by slot; those of a node that died are still among them until it
   * is seen down.
   */
  async running(service: string): Promise<Task[]> {
    const { socket } = await this.leader();
    const filters = encodeURIComponent(JSON.stringify({ service: [service], 'desired-state': ['running'] }));
    const [tasks, nodes] = await Promise.all([
      askEngine<EngineTask[]>(socket, `/tasks?filters=${filters}`),
      askEngine<{ ID: string; Description: { Hostname: string } }[]>(socket, '/nodes'),
    ]);
    const nameOf = (id: string) => nodes.find((node) => node.ID === id)?.Description.Hostname ?? id;
    return tasks
      .filter(({ Status }) => Status.State === 'running')
      .map(({ ID, NodeID, Slot, Spec }) => ({
        id: ID,
        node: nameOf(NodeID),
        slot: Slot,
        image: Spec.ContainerSpec.Image.split('@')[0] ?? '',
      }))
      .sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0) || a.node.localeCompare(b.node));
  }

  /** Waits until exactly so many tasks of a service run. */
  async untilRunning(service: string, count: number, patience?: Patience): Promise<Task[]> {
    const enough = async () => {
      const tasks = await this.running(service);
      return tasks.length === count && tasks;
    };
    return waitFor(`${count} tasks of ${service} to run`, enough, patience);
  }

  /** Polls until the probe gives an answer; the swarm is outside of this process and tells nobody when it is done. */
  async waitFor<T>(what: string, probe: () => T | Promise<T>, patience?: Patience) {
    return waitFor(what, probe, patience);
  }

  /**
   * A port on 127.0.0.1 that leads to a node's port: its engine with TLS, or what a service publishes there in host
   * mode.
   */
  async dial(name: string, port: number = tlsPort): Promise<Dialled> {
    const dialled = await dial(this.#place, this.node(name), port);
    this.#dialled.push(dialled);
    return dialled;
  }

  /** Adds nodes up to that size. */
  async grow({ managers = 0, workers = 0 }: Partial<LabSize>): Promise<void> {
    const before = new Set(this.nodes().map(({ name }) => name));
    const leader = await this.leader();
    this.#remember({
      managers: Math.max(managers, this.#state.managers),
      workers: Math.max(workers, this.#state.workers),
    });
    const added = this.nodes().filter(({ name }) => !before.has(name));
    await this.#boot(added);
    await joinAll(leader, added);
  }

  /**
   * As new for the next spec: all nodes on, connected, active, in their first roles and without labels; nothing runs or
   * is stored. What a spec has done beyond that (a swarm left for good, autolock) makes it fail; then `down` and `up`
   * again.
   */
  async reset(): Promise<void> {
    await Promise.all(this.#dialled.splice(0).map((each) => each.close()));
    await Promise.all(this.nodes().map((node) => this.#revive(node)));
    const leader = await this.leader({ withinMs: 90_000 });
    await restoreNodes(leader, this.nodes()).catch(async () => {
      // A worker's agent can hang for good after the managers were away (seen on 26.1), so that the node stays down.
      for (const { name } of this.workers()) {
        await this.stopDocker(name);
        await this.startDocker(name);
      }
      await restoreNodes(leader, this.nodes());
    });
    await removeObjects(leader, this.nodes());
    if (this.#state.swarmSpec) await restoreSwarmSpec(leader, this.#state.swarmSpec);
  }

  /** Leaves nothing behind, or fails with a list of it. */
  async down(): Promise<void> {
    await Promise.all(this.#dialled.splice(0).map((each) => each.close()));
    await removeRemains(this.#place);
    await this.#revoke();
  }

  async #build(size: LabSize, extraTags?: readonly string[]): Promise<void> {
    mkdirSync(this.#place.directory, { recursive: true });
    await createLan(this.#place);
    if (this.#state.tls) await makeCertificates(this.#place);
    this.#remember(size);
    await Promise.all([startRegistry(this.#place), this.#boot(this.nodes())]);
    const [first, ...others] = this.nodes();
    if (first?.role !== 'manager') throw new Error('a lab needs a manager');
    await initSwarm(first);
    await Promise.all([
      joinAll(first, others),
      publishImages(this.#place, (args) => this.docker(first.name, args), extraTags),
    ]);
    this.#remember({ swarmSpec: await swarmSpecOf(first) });
  }

  /** Eight at a time: more only wait for each other. */
  async #boot(nodes: readonly LabNode[]): Promise<void> {
    for (const node of nodes) await buildHost(this.#place, node);
    for (let at = 0; at < nodes.length; at += 8) {
      await Promise.all(nodes.slice(at, at + 8).map((node) => this.powerOn(node.name)));
    }
  }

  async #revive(node: LabNode): Promise<void> {
    await plug(this.#place, node.name, node.address);
    if (!isOn(this.#place, node)) return this.powerOn(node.name);
    if (!isDockerStopped(this.#place, node)) this.resumeDocker(node.name);
    return this.startDocker(node.name);
  }

  #remember(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    writeFileSync(stateFile(this.#place), JSON.stringify(this.#state));
  }

  async #revoke(): Promise<void> {
    await this.#revokeWill?.();
    this.#revokeWill = undefined;
  }
}

type EngineTask = {
  ID: string;
  NodeID: string;
  Slot?: number;
  Status: { State: string };
  Spec: { ContainerSpec: { Image: string } };
};

const stateFile = (place: Place) => join(place.directory, 'lab.json');
