import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { Child } from './child';
import { CountingProxy } from './counting-proxy';
import { LiveConsole } from './live-console';
import { LiveSocket } from './live-socket';
import type { LiveSwarm } from './live-swarm';
import type { FromLoad, LoadOrder } from './load-messages';
import { now } from './now';
import { percentilesOf } from './percentiles';
import { ProcessMeter } from './process-meter';

export interface Windows {
  idleSeconds: number;
  churnSeconds: number;
  browsers: number;
  /** Tasks that are killed to see what one costs. */
  kills: number;
}

interface Cost {
  seconds: number;
  requestsAMinute: number;
  requests: string;
  /** Of one core: the engines of all managers, the leader's alone, and the console. */
  enginesPercent: number;
  leaderPercent: number;
  consolePercent: number;
}

interface Rest {
  bytesAMinute: number;
  /** Beside heartbeats. */
  otherBytesAMinute: number;
}

export interface Costs {
  one: { idle: Cost; churn: Cost };
  many: { idle: Cost; churn: Cost };
  rest: Rest;
}

/**
 * Of each act, all frames that followed it, by topic. An act is several changes: of the task's state, of what is
 * desired of it.
 */
export interface ChangeBytes {
  overview: number[];
  service: number[];
  /** The largest frame of each act: one change, or several that came together. */
  largestOfOverview: number[];
  largestOfService: number[];
  /** What is told of the act to everyone: a change by others is written into the ledger. */
  act: number[];
}

const CHURN_EVERY_MS = 500;
/**
 * A session may have 20 connections at a time; the first browser comes alone, so that its session has one more than its
 * turn.
 */
const BROWSERS_A_SESSION = 19;

/** Changes at a steady rate: a task more or less, and a label. */
async function churn(swarm: LiveSwarm, seconds: number): Promise<void> {
  const begun = performance.now();
  for (let turn = 0; turn * CHURN_EVERY_MS < seconds * 1000; turn++) {
    const early = begun + turn * CHURN_EVERY_MS - performance.now();
    if (early > 0) await sleep(early);
    if (turn % 2 === 0) await swarm.acts.scale(swarm.services.scaled, turn % 4 === 0 ? 2 : 1);
    else await swarm.acts.changeNode(swarm.nodeId('w1'), turn, 'churn');
  }
  const rest = begun + seconds * 1000 - performance.now();
  if (rest > 0) await sleep(rest);
}

/** What the engines cost when nobody looks, in % of one core. */
export async function engineAlone(swarm: LiveSwarm, seconds: number): Promise<{ idle: number; churn: number }> {
  const measured = async (during: Promise<unknown>) => {
    const before = sum(swarm.engineSeconds());
    const begun = performance.now();
    await during;
    return ((sum(swarm.engineSeconds()) - before) / (performance.now() - begun)) * 100_000;
  };
  return { idle: await measured(sleep(seconds * 1000)), churn: await measured(churn(swarm, seconds)) };
}

/** A console whose requests to the engines are counted on their way. */
export class CostBench {
  readonly console: LiveConsole;
  readonly #swarm: LiveSwarm;
  readonly #proxies: readonly CountingProxy[];
  readonly #meter: ProcessMeter;
  readonly #load = new Child<FromLoad, LoadOrder | { report: true }>(['--import', 'tsx', 'e2e/scale/load.ts']);
  readonly #ends: (() => unknown)[];
  #cookies: readonly string[] = [];

  private constructor(
    console: LiveConsole,
    swarm: LiveSwarm,
    proxies: readonly CountingProxy[],
    ends: (() => unknown)[],
  ) {
    this.console = console;
    this.#swarm = swarm;
    this.#proxies = proxies;
    this.#meter = new ProcessMeter(console.process.pid);
    this.#ends = ends;
  }

  static async start(browser: Browser, swarm: LiveSwarm, feed: 'push' | 'polling'): Promise<CostBench> {
    const directory = mkdtempSync(join(tmpdir(), 'swarmdeck-count-'));
    const managers = swarm.lab.managers();
    const proxies = await Promise.all(
      managers.map(({ name, socket }) => CountingProxy.before(socket, join(directory, `${name}.sock`))),
    );
    const ends = [
      () => rmSync(directory, { recursive: true, force: true }),
      ...proxies.map((each) => () => each.close()),
    ];
    try {
      const endpoints = managers.map(({ controlSocketDirectory }, index) => {
        const control = feed === 'push' ? join(controlSocketDirectory, 'control.sock') : 'none';
        return `unix://${proxies[index]?.path}?control=${control}`;
      });
      return new CostBench(await LiveConsole.start(browser, endpoints), swarm, proxies, ends);
    } catch (error) {
      for (const end of ends) end();
      throw error;
    }
  }

  async measure({ idleSeconds, churnSeconds, browsers }: Windows): Promise<Costs> {
    this.#cookies = await this.console.viewers(Math.ceil(browsers / BROWSERS_A_SESSION));
    await this.#connect(1);
    await sleep(3000);
    const one = {
      idle: await this.#cost(sleep(idleSeconds * 1000)),
      churn: await this.#cost(churn(this.#swarm, churnSeconds)),
    };
    await this.#connect(browsers - 1);
    await sleep(3000);
    const before = await this.#traffic();
    const begun = performance.now();
    const idle = await this.#cost(sleep(idleSeconds * 1000));
    const after = await this.#traffic();
    const aMinuteAndBrowser = 60_000 / (performance.now() - begun) / browsers;
    const bytes = after.bytes - before.bytes;
    return {
      one,
      many: { idle, churn: await this.#cost(churn(this.#swarm, churnSeconds)) },
      rest: {
        bytesAMinute: bytes * aMinuteAndBrowser,
        otherBytesAMinute: (bytes - (after.heartbeatBytes - before.heartbeatBytes)) * aMinuteAndBrowser,
      },
    };
  }

  /** Bytes for a task that fails and is not replaced, and for one that is created. */
  async changeBytes(kills: number): Promise<{ failed: ChangeBytes; created: ChangeBytes }> {
    const { acts, services } = this.#swarm;
    const [mortal] = await acts.running(services.mortal);
    if (!mortal) throw new Error('no task is left to be killed');
    const failed = await this.#bytesOf(services.mortal, kills, async () => {
      const [task] = await acts.running(services.mortal);
      if (!task || !acts.killTask(task, 0)) throw new Error('no task is left to be killed');
    });
    let replicas = 1;
    const created = await this.#bytesOf(services.scaled, kills, () => acts.scale(services.scaled, ++replicas));
    await acts.scale(services.scaled, 1);
    return { failed, created };
  }

  async end(): Promise<void> {
    this.#meter.stop();
    await this.#load.end();
    await this.console.dispose();
    for (const end of this.#ends) end();
  }

  async #bytesOf(service: string, times: number, act: () => Promise<unknown>): Promise<ChangeBytes> {
    const socket = new LiveSocket(['cluster', `service/${service}`]);
    await socket.connect(this.console.process.url, this.console.cookie);
    await sleep(2000);
    socket.keepsFrames = true;
    const bytes: ChangeBytes = { overview: [], service: [], largestOfOverview: [], largestOfService: [], act: [] };
    for (let time = 0; time < times; time++) {
      socket.kept.length = 0;
      await act();
      await quiet(socket);
      const [overview, ofService] = [framesOn(socket, '"cluster"'), framesOn(socket, '"service/')];
      bytes.overview.push(sum(overview));
      bytes.service.push(sum(ofService));
      bytes.largestOfOverview.push(Math.max(0, ...overview));
      bytes.largestOfService.push(Math.max(0, ...ofService));
      bytes.act.push(sum(framesOn(socket, '["operations"')));
    }
    socket.close();
    return bytes;
  }

  async #connect(count: number): Promise<void> {
    const connected = this.#load.messageWith('connected', 600_000);
    const failed = this.#load.messageWith('failed', 600_000).then(({ failed: why }) => Promise.reject(new Error(why)));
    failed.catch(() => undefined);
    const { url } = this.console.process;
    const browsers = Array.from({ length: count }, () => ['cluster']);
    this.#load.send({ url, cookies: this.#cookies, browsers, aSecond: 100 });
    await Promise.race([connected, failed]);
  }

  #traffic = async () => (await this.#load.ask({ report: true }, 'traffic')).traffic;

  async #cost(during: Promise<unknown>): Promise<Cost> {
    for (const proxy of this.#proxies) proxy.taken();
    const before = this.#swarm.engineSeconds();
    this.#meter.restart();
    const begun = performance.now();
    await during;
    const seconds = (performance.now() - begun) / 1000;
    const requests = new Map<string, number>();
    for (const proxy of this.#proxies)
      for (const [request, count] of proxy.taken()) requests.set(request, (requests.get(request) ?? 0) + count);
    const spent = this.#swarm.engineSeconds().map((after, index) => after - (before[index] ?? 0));
    return {
      seconds,
      requestsAMinute: (sum([...requests.values()]) / seconds) * 60,
      requests: [...requests].map(([request, count]) => `${count} × ${request}`).join('; '),
      enginesPercent: (sum(spent) / seconds) * 100,
      leaderPercent: ((spent[0] ?? 0) / seconds) * 100,
      consolePercent: this.#meter.read().cpuPercent,
    };
  }
}

/** Waits until nothing has come for a while. */
async function quiet(socket: LiveSocket): Promise<void> {
  const begun = now();
  for (;;) {
    await sleep(100);
    const others = socket.kept.filter(({ event }) => !event.startsWith('42["fresh"'));
    const last = others.at(-1)?.at;
    if (last !== undefined && now() - last > 1000) return;
    if (now() - begun > 30_000) throw new Error('a change was told to nobody');
  }
}

/** Bytes of the frames of this topic, each with its attachment. */
function framesOn({ kept }: LiveSocket, topic: string): number[] {
  const frames: number[] = [];
  let is = false;
  for (const { event, bytes } of kept) {
    if (event === 'attachment') {
      if (is) frames.push((frames.pop() ?? 0) + bytes);
      continue;
    }
    is = event.includes(topic);
    if (is) frames.push(bytes);
  }
  return frames;
}

export const medianOf = (values: readonly number[]): number => percentilesOf(values).p50;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
