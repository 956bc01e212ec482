import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** So long what was sent stays with the engine when its sender has gone. */
const LINGER_MS = 10_000;

/** Called once with the first bytes in which a text was seen, before they go on. */
interface Watch {
  text: RegExp;
  seen(): void;
}

/**
 * A Unix socket in front of another one. It can be taken away and put back while the one behind it lives, and it tells
 * when something of interest goes by, so that a fault can strike at that very moment.
 */
export class SocketGate {
  readonly path: string;
  readonly #folder: string;
  readonly #behind: string;
  readonly #open = new Set<Socket>();
  #server: Server | null = null;
  #watch: Watch | null = null;

  private constructor(behind: string, name: string) {
    this.#behind = behind;
    this.#folder = mkdtempSync(join(tmpdir(), 'swarmdeck-gate-'));
    this.path = join(this.#folder, name);
  }

  static async before(behind: string, name: string): Promise<SocketGate> {
    const gate = new SocketGate(behind, name);
    await gate.open();
    return gate;
  }

  async open(): Promise<void> {
    const server = createServer((inward) => this.#lead(inward));
    this.#server = server;
    await new Promise<void>((ready) => server.listen(this.path, ready));
  }

  /** Its entry in the folder is gone, and what was open breaks off. */
  close(): void {
    this.#server?.close();
    this.#server = null;
    for (const half of this.#open) half.destroy();
    rmSync(this.path, { force: true });
  }

  /** Settles when this text goes by towards the engine; what strikes then strikes before the engine has it. */
  async at(text: RegExp, strike: () => void): Promise<void> {
    await new Promise<void>((done) => {
      this.#watch = {
        text,
        seen: () => {
          strike();
          done();
        },
      };
    });
  }

  dispose(): void {
    this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What was sent goes on also when its sender has gone: the engine has it in its hands already. */
  #lead(inward: Socket): void {
    const onward = connect(this.#behind);
    for (const half of [inward, onward]) {
      this.#open.add(half);
      half.once('close', () => this.#open.delete(half));
      half.on('error', () => undefined);
    }
    inward.on('data', (chunk: Buffer) => {
      const watch = this.#watch;
      if (watch?.text.test(chunk.toString('latin1'))) {
        this.#watch = null;
        watch.seen();
      }
      if (onward.writable) onward.write(chunk);
    });
    onward.pipe(inward);
    onward.once('close', () => inward.destroy());
    inward.once('close', () => setTimeout(() => onward.destroy(), LINGER_MS).unref());
  }
}
