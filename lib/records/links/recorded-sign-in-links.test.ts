import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UserId } from '#lib/domain/ids';
import type { Records } from '../open-records';
import { openTestRecords, type TestDatabase, testedDatabases } from '../testing/databases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`one-time links on ${name}`, () => {
    let database: TestDatabase;
    let records: Records;
    const now = Date.parse('2026-03-04T05:06:07.890Z');
    const invitation = {
      tokenHash: 'hash',
      purpose: 'invitation',
      role: 'lead',
      userId: null,
      createdBy: null,
      note: null,
      expiresAt: now + 1,
    } as const;

    beforeEach(async () => {
      database = await make();
      records = await openTestRecords(database);
      await records.links.create(invitation);
    });
    afterEach(async () => {
      await records.close();
      await database.remove();
    });

    test('a link comes back as it was made', async () => {
      expect(await records.links.find('hash')).toEqual({ ...invitation, claimedAt: null });
      expect(await records.links.find('other')).toBeNull();
    });

    test('of many who claim it at once, one gets it', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => records.links.claim('hash', now)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await records.links.find('hash')).toMatchObject({ claimedAt: now });
    });

    test('an expired or unknown link is not claimed, a released one may be claimed again', async () => {
      expect(await records.links.claim('hash', now + 1)).toBe(false);
      expect(await records.links.claim('other', now)).toBe(false);
      expect(await records.links.claim('hash', now)).toBe(true);
      await records.links.release('hash');
      expect(await records.links.claim('hash', now)).toBe(true);
    });

    test('links are withdrawn by kind or by person, but not those that were used', async () => {
      const password = { ...invitation, purpose: 'new-password', createdBy: null, note: null, role: null } as const;
      await records.links.create({ ...password, tokenHash: 'ada', userId: 'ada' as UserId });
      await records.links.create({ ...password, tokenHash: 'bob', userId: 'bob' as UserId });
      await records.links.claim('hash', now);
      await records.links.withdraw('invitation', null);
      await records.links.withdraw('new-password', 'ada' as UserId);
      expect(await records.links.find('hash')).toMatchObject({ claimedAt: now });
      expect(await records.links.find('ada')).toBeNull();
      expect(await records.links.find('bob')).toMatchObject({ userId: 'bob' });
    });

    test('nobody has an account at first', async () => {
      expect(await records.links.usersCount()).toBe(0);
    });
  });
