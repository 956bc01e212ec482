/** A process of its own for tests: works under a lease, a write every 50 ms, and tells when it begins and when it is stopped. */
import { UnderLease } from '#lib/workers/under-lease';
import { openTestRecords, quietLog } from './databases';

const [url = '', folder = ''] = process.argv.slice(2);
const records = await openTestRecords({ url, folder, remove: async () => undefined }, { checkServerLock: false });
new UnderLease({
  name: 'work',
  leases: records.leases,
  log: quietLog,
  lifeMs: 1500,
  async work({ lease, signal }) {
    console.log(`holds ${lease.fence}`);
    try {
      while (!signal.aborted) {
        await records.seen.looked('node', { clusterId: 'theirs', at: Date.now() }, lease);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      console.log('stopped by its signal');
    } catch (error) {
      console.log(`stopped: ${(error as Error).name}`);
      throw error;
    }
  },
}).start();
setInterval(() => undefined, 60_000);
