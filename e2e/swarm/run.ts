import { spawn } from 'node:child_process';

type RunOptions = { input?: string | Buffer; env?: Record<string, string>; withinMs?: number };

const sbin = '/usr/local/sbin:/usr/sbin:/sbin';

/** The caller's environment without what would point the docker CLI elsewhere, and with root's programs on the path. */
export function toolEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { DOCKER_HOST, DOCKER_CONTEXT, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, PATH, ...rest } = process.env;
  return { ...rest, PATH: `${PATH ?? '/usr/bin:/bin'}:${sbin}`, ...extra };
}

/** Runs a program to its end and gives what it printed; fails with its own words. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { input, env, withinMs = 60_000 } = options;
  const command = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: toolEnvironment(env), timeout: withinMs, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (cause) => reject(new Error(`${command}: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out).toString().trim());
      else reject(new Error(`${command}: ${signal ?? `exit ${code}`}: ${Buffer.concat(err).toString().trim()}`));
    });
    // A program that ends before it has read everything closes the pipe; its exit code tells more than EPIPE.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
