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

  constructor(command: string) {
    this.#command = command;
    say(`${command}; ${cpus().length} cores, load average ${this.#loadBefore}`);
  }

  figure(name: string, value: unknown): void {
    this.#figures[name] = value;
    say(`${name}: ${typeof value === 'object' ? inLine(value) : rounded(value)}`);
  }

  atMost = (name: string, reached: number, wanted: number, unit: string): void =>
    this.#goal(name, reached, wanted, unit, false);
  atLeast = (name: string, reached: number, wanted: number, unit: string): void =>
    this.#goal(name, reached, wanted, unit, true);

  /** Prints the goals, writes everything to a file where one is named. Returns whether all were met. */
  end(file: string | undefined): boolean {
    const width = Math.max(...this.#goals.map(({ name }) => name.length));
    process.stdout.write('\n');
    for (const { name, reached, wanted, least, unit, met } of this.#goals)
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'}  ${name.padEnd(width)}  ${String(rounded(reached)).padStart(9)} ${unit}  (${least ? 'at least' : 'at most'} ${wanted})\n`,
      );
    if (file) {
      const machine = {
        cores: cpus().length,
        model: cpus()[0]?.model,
        memoryGb: Math.round(totalmem() / 1e9),
        node: process.version,
      };
      const loadAverages = { before: this.#loadBefore, after: loadAverage() };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        `${JSON.stringify({ command: this.#command, begun: this.#begun, machine, loadAverages, goals: this.#goals, figures: this.#figures }, null, 2)}\n`,
      );
      process.stdout.write(`\n${file}\n`);
    }
    return this.#goals.every(({ met }) => met);
  }

  #goal(name: string, reached: number, wanted: number, unit: string, least: boolean): void {
    const met = least ? reached >= wanted : reached <= wanted;
    this.#goals.push({ name, reached, wanted, least, unit, met });
  }
}

const begunAt = performance.now();

export const say = (line: string): void => {
  process.stdout.write(`[${((performance.now() - begunAt) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
};

const rounded = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(value < 1000 ? 3 : 5)) : value;

const inLine = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => rounded(inner))
    .replace(/"(\w+)":/g, '$1 ')
    .replace(/[{}"]/g, '')
    .replace(/,/g, ', ');
