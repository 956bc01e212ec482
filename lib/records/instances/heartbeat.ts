import type { Log } from '#lib/ports/log';
import type { Database } from '../database';
import type { Consoles } from './consoles';

const BEAT_MS = 10_000;
/** Long enough for a database failover; a console that is silent for longer counts as dead. */
const LIFE_MS = 45_000;

/** Shows other consoles on the database that this one is alive, by a row written every ten seconds. */
export class Heartbeat implements Consoles {
  readonly instance: string;
  readonly boot: string;
  #database: Database;
  #log: Log;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: { database: Database; log: Log; instance: string; boot: string }) {
    this.#database = options.database;
    this.#log = options.log;
    this.instance = options.instance;
    this.boot = options.boot;
  }

  /** Ends earlier boots of this installation; on SQLite all boots, because only one process may serve. */
  async start(): Promise<void> {
    const { prisma, provider, now } = this.#database;
    const startedAt = await now();
    const former = provider === 'sqlite' ? {} : { instance: this.instance };
    await prisma.instance.updateMany({ where: { ...former, endedAt: null }, data: { endedAt: startedAt } });
    const { instance, boot } = this;
    await prisma.instance.create({ data: { instance, boot, startedAt, expiresAt: lifeFrom(startedAt) } });
    this.#timer = setInterval(() => {
      this.beat().catch((err: unknown) => this.#log.warn({ err }, 'the sign of life could not be written'));
    }, BEAT_MS);
    this.#timer.unref();
  }

  /** A small write, which also proves that the database takes one. */
  async beat(): Promise<void> {
    const expiresAt = lifeFrom(await this.#database.now());
    await this.#database.prisma.instance.update({ where: { boot: this.boot }, data: { expiresAt } });
  }

  async othersAlive(): Promise<Set<string>> {
    const rows = await this.#database.prisma.instance.findMany({
      where: { boot: { not: this.boot }, endedAt: null, expiresAt: { gt: await this.#database.now() } },
    });
    return new Set(rows.map(({ boot }) => boot));
  }

  async stop(): Promise<void> {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    const endedAt = await this.#database.now();
    await this.#database.prisma.instance.update({ where: { boot: this.boot }, data: { endedAt } });
  }
}

const lifeFrom = (now: Date): Date => new Date(now.getTime() + LIFE_MS);
