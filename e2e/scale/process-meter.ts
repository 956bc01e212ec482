import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** Seconds of processor that a process has used, all its threads. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

export const rssMbOf = (pid: number): number => {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / 1e6;
};

export const loadAverage = (): string => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');

/** Looks at a process four times a second: how much of one core it takes, and the most memory it has held. */
export class ProcessMeter {
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;
  #since = { at: performance.now(), cpu: 0 };

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), 250);
    this.restart();
  }

  restart(): void {
    this.#most = rssMbOf(this.#pid);
    this.#since = { at: performance.now(), cpu: cpuSecondsOf(this.#pid) };
  }

  read(): { cpuPercent: number; rssMb: number; mostRssMb: number } {
    this.#look();
    const seconds = (performance.now() - this.#since.at) / 1000;
    return {
      cpuPercent: ((cpuSecondsOf(this.#pid) - this.#since.cpu) / seconds) * 100,
      rssMb: rssMbOf(this.#pid),
      mostRssMb: this.#most,
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    try {
      this.#most = Math.max(this.#most, rssMbOf(this.#pid));
    } catch {
      this.stop();
    }
  }
}
