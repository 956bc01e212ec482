import { checkLedger, wordsOfReport } from './check-ledger';
import { readSettings } from './env';
import { tell } from './tell';

/** `npm run audit:verify`: beside a running console or without one. */
await tell('cannotVerify', async () => {
  const { databaseUrl: url, dataDir } = readSettings(undefined, { make: false });
  const report = await checkLedger({ url, dataDir });
  process.stdout.write(`${wordsOfReport(report)}\n`);
  return report.isWhole;
});
