/**
 * A separate process for tests: serves from the records, opens one operation, prints its id, and runs until it is
 * killed.
 */
import { anEntry } from '#lib/ports/testing/entries';
import { openTestRecords } from './databases';

const [url = '', folder = ''] = process.argv.slice(2);
const records = await openTestRecords({ url, folder, remove: async () => undefined });
console.log((await records.ledger.open(anEntry())).id);
setInterval(() => records.ready(), 60_000);
