// The output of our scripts: one line when a step begins, one when it ends, and the tail of a failed tool's output.
import { spawn } from 'node:child_process';

const TAIL_LINES = 40;
const beganAt = performance.now();
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** One line with the time since the script began. */
export const say = (line) => console.log(`[${seconds(performance.now() - beganAt).padStart(7)}] ${line}`);

/** A step that failed for a reason already explained to the person at the terminal. */
export class StepFailed extends Error {
  constructor(line, output = '') {
    super(line);
    this.output = output;
  }
}

/** Runs one named step with its lines. A failure is printed once, where it happened, and rethrown. */
export async function step(name, work) {
  say(`${name} …`);
  const from = performance.now();
  try {
    const result = await work();
    say(`${name}: done in ${seconds(performance.now() - from)}`);
    return result;
  } catch (error) {
    say(`${name}: FAILED after ${seconds(performance.now() - from)}`);
    throw error;
  }
}

const children = new Set();
let stoppedBy = null;

const leave = () => process.exit(stoppedBy === 'SIGINT' ? 130 : 143);

/**
 * A signal is passed on to the running command, which may have a swarm to take down; we exit after it, or at the second
 * signal at once.
 */
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (stoppedBy || children.size === 0) leave();
    stoppedBy = signal;
    for (const child of children) child.kill(signal);
  });

function ended(child) {
  children.delete(child);
  if (stoppedBy && children.size === 0) leave();
}

/** Runs a command in the project's folder. Returns its exit code and, unless `show`, its whole output. */
export function run([command, ...args], { env = {}, show = false, cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => {
      ended(child);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code, signal) => {
      ended(child);
      resolve({ code: code ?? `signal ${signal}`, output: Buffer.concat(output).toString() });
    });
  });
}

/** As `run`, quietly; throws a StepFailed with the tail of the output when the command fails. */
export async function must(command, { explain, ...options } = {}) {
  const { code, output } = await run(command, options);
  if (code === 0) return output;
  const shown = command.map((part) => part.replace(process.execPath, 'node')).join(' ');
  throw new StepFailed(explain?.(output) ?? `"${shown}" ended with ${code}.`, output);
}

/** Runs a script's main and turns a failure into the tail of its output, one clear line last, and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const tail = error.output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
    if (tail) console.error(`\n${tail}`);
    console.error(`\nswarmdeck: ${error.message}`);
    process.exit(1);
  }
}
