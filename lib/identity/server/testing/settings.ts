import type { Clock } from '#lib/ports/clock';
import type { Records } from '#lib/records/open-records';
import { quietLog } from '#lib/records/testing/databases';
import type { IdentitySettings } from '../identity';

/** How a test's identities are set up on its records, where it says nothing else. */
export function testSettings(records: Records, now: Clock['now'] = Date.now): IdentitySettings {
  const { prisma, provider, links, people } = records;
  return {
    prisma,
    provider,
    links,
    people,
    secret: 'a secret of the tests, long enough for it',
    baseUrl: null,
    port: 3000,
    secureCookies: false,
    log: quietLog,
    clock: { now },
  };
}
