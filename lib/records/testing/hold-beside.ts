/**
 * A separate process for tests: works under a lease and stops itself between two writes, like a machine in sleep mode.
 * When resumed it writes while it may, reports why it stopped, and ends.
 */
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
    const write = () => records.seen.looked('node', { clusterId: 'theirs', at: Date.now() }, lease);
    await write();
    console.log('written');
    process.kill(process.pid, 'SIGSTOP');
    try {
      while (!signal.aborted) await write();
      console.log('stopped by its signal');
    } catch (error) {
      console.log(`stopped: ${(error as Error).name}`);
    }
    process.exit(0);
  },
}).start();
setInterval(() => undefined, 60_000);
