import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** A required program that is missing, or that failed; the message has the cause and the remedy. */
export class ToolRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolRefused';
  }
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const PACKAGES: Record<string, string> = { tar: 'tar', pg_dump: 'postgresql-client', pg_restore: 'postgresql-client' };

/** Debian keeps each version's programs in a folder of its own; the newest is used. */
function programOf(name: string): string {
  if (!name.startsWith('pg_') || !existsSync(DEBIAN_POSTGRES)) return name;
  const versions = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
  const found = versions.map((each) => path.join(DEBIAN_POSTGRES, each, 'bin', name)).find((file) => existsSync(file));
  return found ?? name;
}

/** `env` is for secrets, because arguments show in the process list. */
export async function runTool(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(programOf(name), args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      // biome-ignore lint/style/noProcessEnv: no setting is read; the program has our environment and one name more
      env: { ...process.env, ...env },
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new ToolRefused(
              `The program ${name} is needed and is not here. Install it: apt-get install ${PACKAGES[name] ?? name}`,
            )
          : error,
      ),
    );
    child.once('close', (code) => resolve({ code, output }));
  });
  if (code !== 0) throw new ToolRefused(`${name} ended with ${code}:\n${output.trim()}`);
}
