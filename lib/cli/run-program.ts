import { isFault } from '#lib/domain/fault';
import { terminalWords } from '#lib/i18n/terminal-words';

/**
 * Runs a command; exits with 1 when it fails. A refusal prints its message alone, since a stack would bury the remedy.
 */
export async function runProgram(
  failedWith: Parameters<ReturnType<typeof terminalWords>>[0],
  command: () => Promise<boolean>,
): Promise<void> {
  try {
    process.exitCode = (await command()) ? 0 : 1;
  } catch (error) {
    const isRefusal = error instanceof Error && (/Refused$/.test(error.name) || isFault(error));
    process.stderr.write(`${terminalWords()(failedWith)}\n`);
    process.stderr.write(`  ${isRefusal ? error.message.replaceAll('\n', '\n  ') : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
