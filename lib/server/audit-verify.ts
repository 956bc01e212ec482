import { checkLedger, wordsOfReport } from './check-ledger';
import { readSettings } from './env';
import { tell } from './tell';

/** `npm run audit:verify [-- FOLDER]`: beside a running console or without one; sealed rows are written into the folder. */
await tell('cannotVerify', async () => {
  const { databaseUrl: url, dataDir } = readSettings(undefined, { make: false });
  const report = await checkLedger({ url, dataDir, writeTo: process.argv[2] });
  process.stdout.write(`${wordsOfReport(report)}\n`);
  return report.isWhole;
});
