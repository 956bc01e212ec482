import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { loadAverage } from './process-meter';

interface Goal {
  name: string;
  reached: number;
  /** What is asked for: at most, or at least. */
  wanted: number;
  least: boolean;
  unit: string;
  met: boolean;
}

/** What a run has measured: printed as it comes, held against its goals at the end, and kept as JSON. */
export class Report {
  readonly #begun = new Date();
  readonly #loadBefore = loadAverage();
  readonly #figures: Record<string, unknown> = {};
  readonly #goals: Goal[] = [];
  readonly #command: string;
  readonly #file: string | undefined;
  #broke: string | null = null;

  /** What is known is in the file at any moment: a run that breaks, or is ended, leaves what it has found. */
  constructor(command: string, file: string | undefined) {
    this.#command = command;
    this.#file = file;
    print(`${command}; ${cpus().length} cores, load average ${this.#loadBefore}`);
  }

  figure(name: string, value: unknown): void {
    this.#figures[name] = value;
    this.#write();
    print(`${name}: ${typeof value === 'object' ? inLine(value) : rounded(value)}`);
  }

  atMost = (name: string, reached: number, wanted: number, unit: string): void =>
    this.#goal(name, reached, wanted, unit, false);
  atLeast = (name: string, reached: number, wanted: number, unit: string): void =>
    this.#goal(name, reached, wanted, unit, true);

  /**
   * Measures, ends what was begun in reverse order, and tells the result; the process's exit code is 1 when a goal is
   * missed or it broke.
   */
  async during(bench: (ends: (() => Promise<unknown> | unknown)[]) => Promise<void>): Promise<void> {
    const ends: (() => Promise<unknown> | unknown)[] = [];
    try {
      await bench(ends);
    } catch (error) {
      this.#broke = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    for (const end of ends.reverse())
      try {
        await end();
      } catch (error) {
        print(`while ending: ${error}`);
      }
    process.exitCode = this.#end() ? 0 : 1;
  }

  #end(): boolean {
    const width = Math.max(...this.#goals.map(({ name }) => name.length));
    process.stdout.write('\n');
    for (const { name, reached, wanted, least, unit, met } of this.#goals)
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'}  ${name.padEnd(width)}  ${String(rounded(reached)).padStart(9)} ${unit}  (${least ? 'at least' : 'at most'} ${rounded(wanted)})\n`,
      );
    if (this.#broke) process.stdout.write(`\nBROKE before its end: ${this.#broke}\n`);
    process.stdout.write(`\nload average ${this.#loadBefore} before, ${loadAverage()} after\n`);
    this.#write();
    if (this.#file) process.stdout.write(`${this.#file}\n`);
    return this.#broke === null && this.#goals.every(({ met }) => met);
  }

  #write(): void {
    if (!this.#file) return;
    const machine = {
      cores: cpus().length,
      model: cpus()[0]?.model,
      memoryGb: Math.round(totalmem() / 1e9),
      node: process.version,
    };
    const loadAverages = { before: this.#loadBefore, after: loadAverage() };
    mkdirSync(dirname(this.#file), { recursive: true });
    const seconds = Math.round((Date.now() - this.#begun.getTime()) / 1000);
    const kept = { command: this.#command, begun: this.#begun, seconds, broke: this.#broke, machine, loadAverages };
    writeFileSync(this.#file, `${JSON.stringify({ ...kept, goals: this.#goals, figures: this.#figures }, null, 2)}\n`);
  }

  #goal(name: string, reached: number, wanted: number, unit: string, least: boolean): void {
    const met = least ? reached >= wanted : reached <= wanted;
    this.#goals.push({ name, reached, wanted, least, unit, met });
  }
}

const begunAt = performance.now();

export const print = (line: string): void => {
  process.stdout.write(`[${((performance.now() - begunAt) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
};

const rounded = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(value < 1000 ? 3 : 5)) : value;

const inLine = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => rounded(inner))
    .replace(/"(\w+)":/g, '$1 ')
    .replace(/[{}"]/g, '')
    .replace(/,/g, ', ');
