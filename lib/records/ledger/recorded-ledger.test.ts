import { ledgerContract } from '#lib/ports/ledger.contract';
import { openTestRecords, testedDatabases } from '../testing/databases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  ledgerContract(name, async () => {
    const database = await make();
    const records = await openTestRecords(database);
    const remove = async () => {
      await records.close();
      await database.remove();
    };
    return { ledger: records.ledger, remove };
  });
