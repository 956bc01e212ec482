import { revisionsContract } from '#lib/ports/revisions.contract';
import { openTestRecords, testedDatabases } from '../testing/databases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  revisionsContract(name, async () => {
    const database = await make();
    const records = await openTestRecords(database);
    const remove = async () => {
      await records.close();
      await database.remove();
    };
    return { revisions: records.revisions, remove };
  });
