import { type ChildProcess, spawn } from 'node:child_process';

/** A process of ours that is talked with, and that ends with us. */
export class Child<Received extends object, Sent extends object> {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  #listeners = new Set<(message: Received) => void>();

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.process = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.lines.push(chunk.toString());
        if (this.lines.length > 400) this.lines.shift();
      });
    this.process.on('message', (message) => {
      for (const listener of this.#listeners) listener(message as Received);
    });
  }

  get pid(): number {
    return this.process.pid as number;
  }

  get output(): string {
    return this.lines.join('');
  }

  send(message: Sent): void {
    this.process.send(message);
  }

  listen(listener: (message: Received) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The next message that has this part; fails when the process ends before or it takes too long. */
  messageWith<Name extends string>(name: Name, withinMs = 600_000): Promise<Extract<Received, Record<Name, unknown>>> {
    return new Promise((found, failed) => {
      const end = (act: () => void) => {
        clearTimeout(late);
        stop();
        this.process.off('exit', gone);
        act();
      };
      const gone = (code: number | null) =>
        end(() => failed(new Error(`the process ended with ${code}:\n${this.output}`)));
      const late = setTimeout(() => end(() => failed(new Error(`no "${name}" in time:\n${this.output}`))), withinMs);
      const stop = this.listen((message) => {
        if (name in message) end(() => found(message as Extract<Received, Record<Name, unknown>>));
      });
      this.process.once('exit', gone);
    });
  }

  /** Asks, and gives the answer of that name. */
  async ask<Name extends string>(message: Sent, name: Name): Promise<Extract<Received, Record<Name, unknown>>> {
    const answer = this.messageWith(name);
    this.send(message);
    return answer;
  }

  async end(): Promise<void> {
    const { process: child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 12_000);
    await ended;
    clearTimeout(late);
  }
}
