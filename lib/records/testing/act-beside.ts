/**
 * A separate process for tests: opens the records like a command beside the server, and writes a number of operations.
 */
import { anEntry } from '#lib/ports/testing/entries';
import { openTestRecords } from './databases';

const [url = '', folder = '', times = '0'] = process.argv.slice(2);
const records = await openTestRecords({ url, folder, remove: async () => undefined }, { checkServerLock: false });
console.log('open');
for (let n = 0; n < Number(times); n += 1) await records.ledger.open(anEntry());
await records.close();
