import { historyContract } from '#lib/ports/task-history.contract';
import { openTestRecords, testedDatabases } from '../testing/databases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  historyContract(name, async () => {
    const place = await make();
    const records = await openTestRecords(place);
    const former = await records.leases.acquire('history', 60_000);
    if (former) await records.leases.release(former);
    const lease = await records.leases.acquire('history', 60_000);
    if (!lease) throw new Error('no lease');
    const remove = async () => {
      await records.close();
      await place.remove();
    };
    return { history: records.taskHistory, gaps: records.gaps, seen: records.seen, lease, remove };
  });
