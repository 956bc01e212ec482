import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asStarted } from '../fixtures/as-started';
import { freePort } from '../fixtures/free-port';
import { claimLink } from '../fixtures/people';
import { Child } from './child';
import type { StorageState } from './chromium';
import type { ConsoleOptions, Stand, ToBench, ToConsole } from './console-messages';
import type { Marker } from './seeded-feed';
import { until } from './until';

/** The built console with a seeded swarm in place of a real one. */
export class SeededConsole {
  readonly url: string;
  /** Where its database lies. */
  readonly dataDir: string;
  readonly child: Child<ToBench, ToConsole>;
  /** All that were made since it began. */
  readonly markers: Marker[] = [];

  private constructor(url: string, dataDir: string, child: Child<ToBench, ToConsole>) {
    this.url = url;
    this.dataDir = dataDir;
    this.child = child;
    child.listen((message) => {
      if ('marker' in message) this.markers.push(message.marker);
    });
  }

  /** Starts what `buildConsole` has built and waits until it serves. `flags` are Node's, beside those of npm start. */
  static async start(entry: string, options: ConsoleOptions, flags: readonly string[] = []) {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'swarmdeck-scale-'));
    const usual = asStarted();
    const child = new Child<ToBench, ToConsole>([...usual.flags, ...flags, entry, JSON.stringify(options)], {
      ...usual.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      SWARM_MANAGERS: `unix://${dataDir}/no-docker.sock`,
      LOG_LEVEL: 'info',
    });
    const console = new SeededConsole(`http://127.0.0.1:${port}`, dataDir, child);
    try {
      const begun = performance.now();
      const { ready } = await child.messageWith('ready');
      return { console, ...ready, readyMs: performance.now() - begun };
    } catch (error) {
      await console.end();
      throw error;
    }
  }

  /** The first admin, signed in. The link for it is printed a moment after the console serves. */
  async admin(): Promise<StorageState> {
    const link = await until(
      'the set-up link',
      async () => this.child.output.match(/https?:\/\/\S+\/set-up#[\w-]+/)?.[0],
    );
    return claimLink(this.url, link, 'Ada');
  }

  async stand(): Promise<Stand> {
    return (await this.child.ask({ stand: true }, 'stand')).stand;
  }

  async end(): Promise<void> {
    await this.child.end();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
