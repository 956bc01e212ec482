import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** `npm run audit:verify` beside a console: fails with its words where the ledger is not whole. */
export async function checkLedger(env: Record<string, string>): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['dist/audit-verify.mjs'], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const { stdout } = await run.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`the ledger is not whole:\n${error.stdout ?? ''}${error.stderr ?? String(error)}`);
  });
  return stdout;
}
