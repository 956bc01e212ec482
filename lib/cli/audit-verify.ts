import { parseArgs } from 'node:util';
import { readSettings } from '#lib/server/env';
import { checkLedger, notedRow, wordsOfReport } from './check-ledger';
import { runProgram } from './run-program';

/**
 * `npm run audit:verify -- [--expect SEQ:HASH …] [FOLDER]`: beside a running console or without one. Rows that were
 * noted elsewhere have to be there; sealed rows are written into the folder.
 */
await runProgram('cannotVerify', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { expect: { type: 'string', multiple: true, default: [] } },
  });
  const { databaseUrl: url, dataDir, ledgerSecret } = readSettings(undefined, { make: false });
  const expected = values.expect.map(notedRow);
  const report = await checkLedger({ url, dataDir, ledgerSecret, expected, writeTo: positionals[0] });
  process.stdout.write(`${wordsOfReport(report)}\n`);
  return report.isWhole;
});
