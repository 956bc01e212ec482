import { isFault } from '#lib/domain/fault';
import { terminalWords } from './terminal-words';

/** Says what came of a command, and ends with 1 where it was refused: with the remedy, which a stack would bury. */
export async function tell(
  refusedWith: Parameters<ReturnType<typeof terminalWords>>[0],
  command: () => Promise<boolean>,
): Promise<void> {
  try {
    process.exitCode = (await command()) ? 0 : 1;
  } catch (error) {
    const told = error instanceof Error && (/Refused$/.test(error.name) || isFault(error));
    process.stderr.write(`${terminalWords()(refusedWith)}\n`);
    process.stderr.write(`  ${told ? error.message.replaceAll('\n', '\n  ') : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
