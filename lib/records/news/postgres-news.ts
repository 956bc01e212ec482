import type { Client } from 'pg';
import type { OperationId, SessionId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import type { ConsoleNews } from '#lib/ports/console-news';
import type { Log } from '#lib/ports/log';
import { Listeners } from './listeners';

/** The channel of the migration's triggers. */
const CHANNEL = 'swarmdeck';
const AGAIN_MS = { least: 250, most: 5_000 };
/** The interval of test queries, because a connection may die silently. */
const ASK_MS = 15_000;
const ANSWER_MS = 5_000;

interface PostgresNewsOptions {
  url: string;
  /** This process: its own writes are not news to it. */
  boot: string;
  operation(id: OperationId): Promise<Operation | null>;
  /** Recent operations, the oldest first: published again when messages may have been lost. */
  recent(): Promise<Operation[]>;
  log: Log;
}

/** PostgreSQL's NOTIFY over a connection of its own, which reconnects by itself. */
export class PostgresNews implements ConsoleNews {
  #options: PostgresNewsOptions;
  #sessions = new Listeners<SessionId>();
  #operations = new Listeners<Operation>();
  #missed = new Listeners<void>();
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #waitMs = AGAIN_MS.least;
  #isStopped = false;
  /** Operations to read, each once, because their present state is read. */
  #waiting = new Set<OperationId>();
  #reading: Promise<void> | null = null;

  constructor(options: PostgresNewsOptions) {
    this.#options = options;
  }

  onSession = (listener: (id: SessionId) => void) => this.#sessions.add(listener);
  onOperation = (listener: (operation: Operation) => void) => this.#operations.add(listener);
  onMissed = (listener: () => void) => this.#missed.add(listener);

  /** Listens when it returns, or keeps trying: the console serves without news as well. */
  async start(): Promise<void> {
    await this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
    await this.#reading;
  }

  async #connect(): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'swarmdeck news',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    client.on('error', (err) => this.#lost(client, err));
    client.on('end', () => this.#lost(client, null));
    client.on('notification', ({ payload = '' }) => this.#receive(payload));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (err) {
      this.#lost(client, err);
      return;
    }
    if (this.#client !== client) return;
    this.#waitMs = AGAIN_MS.least;
    this.#later(ASK_MS, () => this.#ask(client));
    // Changes made meanwhile were not published.
    this.#missed.notify(undefined, this.#options.log);
    await this.#repeat();
  }

  async #ask(client: Client): Promise<void> {
    try {
      await client.query('SELECT 1');
      if (this.#client === client) this.#later(ASK_MS, () => this.#ask(client));
    } catch (err) {
      this.#lost(client, err);
    }
  }

  #lost(client: Client, err: unknown): void {
    if (this.#client !== client) return;
    this.#client = null;
    void client.end().catch(() => undefined);
    if (this.#isStopped) return;
    this.#options.log.warn({ err }, 'no news from other consoles; connecting again');
    this.#later(this.#waitMs, () => this.#connect());
    this.#waitMs = Math.min(this.#waitMs * 2, AGAIN_MS.most);
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void work(), ms);
    this.#timer.unref();
  }

  #receive(payload: string): void {
    const [kind, id = '', boot] = payload.split(' ');
    if (kind === 'session') this.#sessions.notify(id as SessionId, this.#options.log);
    if (kind !== 'operation' || boot === this.#options.boot) return;
    this.#waiting.add(id as OperationId);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
  }

  async #repeat(): Promise<void> {
    try {
      for (const operation of await this.#options.recent()) this.#operations.notify(operation, this.#options.log);
    } catch (err) {
      this.#options.log.warn({ err }, 'news of late operations could not be read');
    }
  }

  async #read(): Promise<void> {
    for (const id of this.#waiting) {
      if (this.#isStopped) return;
      this.#waiting.delete(id);
      try {
        const operation = await this.#options.operation(id);
        if (operation) this.#operations.notify(operation, this.#options.log);
      } catch (err) {
        this.#options.log.warn({ err, operationId: id }, 'news of an operation could not be read');
      }
    }
  }
}
