import { leasesContract } from '#lib/ports/leases.contract';
import { openDatabase } from '../database';
import { openTestRecords, quietLog, testedDatabases } from '../testing/databases';
import { RecordedLeases, whileHeld } from './recorded-leases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  leasesContract(name, async () => {
    const place = await make();
    const records = await openTestRecords(place);
    const database = await openDatabase(place.url, { log: quietLog, clock: { now: () => Date.now() } });
    const back = (ms: number) =>
      name === 'SQLite'
        ? `strftime('%Y-%m-%dT%H:%M:%f+00:00', "expiresAt", '-${ms / 1000} seconds')`
        : `"expiresAt" - interval '${ms} milliseconds'`;
    return {
      a: records.leases,
      b: new RecordedLeases(database, 'another console'),
      write: (lease) => whileHeld(database, lease, async () => undefined),
      pass: async (ms) => void (await database.prisma.$executeRawUnsafe(`UPDATE leases SET "expiresAt" = ${back(ms)}`)),
      remove: async () => {
        await database.close();
        await records.close();
        await place.remove();
      },
    };
  });
