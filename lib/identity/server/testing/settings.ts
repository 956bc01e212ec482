import type { Clock } from '#lib/ports/clock';
import type { Records } from '#lib/records/open-records';
import { quietLog } from '#lib/records/testing/databases';
import type { IdentitySettings } from '../identity';

/** Sessions for a month, and no required second factor. */
export const OPEN_POLICY: IdentitySettings['policy'] = {
  sessionHours: { viewer: 720, operator: 720, lead: 720, admin: 720 },
  secondFactorRoles: [],
};

/** A test's settings for the identities on its records; the test may override them. */
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
    policy: OPEN_POLICY,
    log: quietLog,
    clock: { now },
  };
}
