import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import type { Ledger } from './ledger';
import { anEntry } from './testing/entries';

/** What every ledger does. `make` gives an empty one. */
export function ledgerContract(name: string, make: () => Promise<{ ledger: Ledger; remove(): Promise<void> }>): void {
  describe(`${name} as a ledger`, () => {
    let ledger: Ledger;
    let remove: () => Promise<void>;

    beforeEach(async () => {
      ({ ledger, remove } = await make());
    });
    afterEach(() => remove());

    test('an act is opened, answered and settled, each with its row, and reads the same as it was told', async () => {
      const opened = await ledger.open(anEntry());
      expect(opened).toMatchObject({ state: 'opened', by: { id: 'user-ada', name: 'Ada' }, baseVersion: 10 });
      expect(await ledger.operation(opened.id)).toEqual(opened);

      const accepted = await ledger.answered(opened.id, { state: 'accepted', warnings: ['image not pinned'] });
      expect(accepted).toMatchObject({ state: 'accepted', warnings: ['image not pinned'], fault: null });
      const settled = await ledger.settled(opened.id, 'rolled_back', 'update rolled back due to failure');
      expect(settled).toMatchObject({ state: 'settled', outcome: 'rolled_back', command: anEntry().command });
      expect(settled.outcomeText).toBe('update rolled back due to failure');
      expect(await ledger.operation(opened.id)).toEqual(settled);

      const rows = await ledger.rows(opened.id);
      expect(rows.map(({ kind }) => kind)).toEqual(['opened', 'answered', 'settled']);
      expect(rows.map(({ at }) => at)).toEqual([settled.openedAt, settled.answeredAt, settled.settledAt]);
      expect(await ledger.verify()).toEqual({ rows: 3, brokenAt: null });
    });

    test('an act that was merged is kept as it was really sent', async () => {
      const { id } = await ledger.open(anEntry());
      const request = { method: 'POST', path: '/services/web/update?version=12', body: { Labels: { tier: 'a' } } };
      const changes = [{ path: 'Mode.Replicated.Replicas', before: 3, after: 5 }];
      await ledger.answered(id, { state: 'accepted', request, changes, baseVersion: 12 });
      expect(await ledger.operation(id)).toMatchObject({ request, changes, baseVersion: 12 });
    });

    test('a refusal is kept with its fault, and has no outcome', async () => {
      const { id } = await ledger.open(anEntry());
      const fault = { code: 'no_quorum' as const, params: { managers: 3 }, engineText: 'rpc error: no leader' };
      await ledger.answered(id, { state: 'refused', fault });
      await ledger.settled(id, 'converged', '');
      expect(await ledger.operation(id)).toMatchObject({ state: 'refused', outcome: null, fault });
    });

    test('the first definite answer and the first outcome stand', async () => {
      const { id } = await ledger.open(anEntry());
      await ledger.answered(id, { state: 'unknown', fault: { code: 'outcome_unknown', params: {}, engineText: null } });
      await ledger.answered(id, { state: 'accepted' });
      await ledger.answered(id, { state: 'refused', fault: { code: 'internal', params: {}, engineText: null } });
      await ledger.settled(id, 'converged', '');
      await ledger.settled(id, 'superseded', '');
      expect(await ledger.operation(id)).toMatchObject({ state: 'settled', outcome: 'converged', fault: null });
      expect((await ledger.rows(id)).map(({ kind }) => kind)).toEqual(['opened', 'answered', 'answered', 'settled']);
    });

    test('an answer that comes after the outcome is kept; a refusal takes the outcome back', async () => {
      const quick = await ledger.open(anEntry());
      await ledger.settled(quick.id, 'converged', '');
      const late = await ledger.answered(quick.id, { state: 'accepted', warnings: ['late'] });
      expect(late).toMatchObject({ state: 'settled', outcome: 'converged', warnings: ['late'] });

      const wrong = await ledger.open(anEntry());
      await ledger.settled(wrong.id, 'abandoned_applied', '');
      await ledger.answered(wrong.id, { state: 'refused' });
      expect(await ledger.operation(wrong.id)).toMatchObject({ state: 'refused', outcome: null, settledAt: null });
    });

    test('an act of the console itself, without a request, is kept too', async () => {
      const by = { kind: 'system', name: 'Swarmdeck' } as const;
      const target = { kind: 'console', id: 'console', name: 'console' } as const;
      const { id } = await ledger.open(anEntry({ action: 'admin.link', by, target, request: null, baseVersion: null }));
      expect(await ledger.operation(id)).toMatchObject({ by: { id: null, name: 'Swarmdeck' }, request: null, target });
    });

    test('values of any kind come back as they were given', async () => {
      const changes = [
        {
          path: 'TaskTemplate.ContainerSpec.Env[NAME]',
          before: null,
          after: 'naïve “quotes” \u0000 \n 世界',
          sensitive: true,
        },
        { path: 'Ulimits', before: [], after: { b: 1.5, a: -3 } },
        { path: 'Hard', before: 0, after: '9223372036854775807' },
      ];
      const { id } = await ledger.open(anEntry({ changes }));
      expect((await ledger.operation(id))?.changes).toEqual(changes);
      expect(await ledger.verify()).toEqual({ rows: 1, brokenAt: null });
    });

    test('what is not there is null, and cannot be answered', async () => {
      expect(await ledger.operation('none' as OperationId)).toBeNull();
      await expect(ledger.answered('none' as OperationId, { state: 'accepted' })).rejects.toMatchObject({
        code: 'not_found',
      });
      expect(await ledger.verify()).toEqual({ rows: 0, brokenAt: null });
    });

    test('acts at the same time keep one chain', async () => {
      const opened = await Promise.all(Array.from({ length: 30 }, () => ledger.open(anEntry())));
      await Promise.all(opened.map(({ id }) => ledger.answered(id, { state: 'accepted' })));
      expect(new Set(opened.map(({ id }) => id)).size).toBe(30);
      expect(await ledger.verify()).toEqual({ rows: 60, brokenAt: null });
    });

    test('a thousand acts are paged through, newest first, with none lost or twice while more are added', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 1_000; n += 1) ids.push((await ledger.open(anEntry())).id);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ledger.operations({ limit: 150, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor ?? undefined;
        await ledger.open(anEntry());
      } while (cursor);
      expect(seen).toEqual(ids.reverse());
    }, 60_000);

    test('a page is the acts on one object, or those in some states', async () => {
      const web = await ledger.open(anEntry());
      const node = await ledger.open(
        anEntry({ action: 'node.availability', target: { kind: 'node', id: 'n1', name: 'worker-1' } }),
      );
      await ledger.answered(web.id, { state: 'accepted' });
      const idsOf = ({ items }: { items: Operation[] }) => items.map(({ id }) => id);
      expect(idsOf(await ledger.operations({ limit: 10, targetId: 'n1' }))).toEqual([node.id]);
      expect(idsOf(await ledger.operations({ limit: 10, states: ['accepted', 'settled'] }))).toEqual([web.id]);
      expect(await ledger.operations({ limit: 1 })).toMatchObject({
        items: [{ id: node.id }],
        cursor: expect.any(String),
      });
      for (const cursor of ['nonsense', '9999999999'])
        await expect(ledger.operations({ limit: 1, cursor })).rejects.toMatchObject({ code: 'invalid_input' });
    });

    test('acts without an outcome are told oldest first', async () => {
      const [waiting, accepted, refused, done] = [
        await ledger.open(anEntry()),
        await ledger.open(anEntry()),
        await ledger.open(anEntry()),
        await ledger.open(anEntry()),
      ];
      await ledger.answered(accepted.id, { state: 'accepted' });
      await ledger.answered(refused.id, { state: 'refused' });
      await ledger.answered(done.id, { state: 'accepted' });
      await ledger.settled(done.id, 'converged', '');
      const unsettled = await ledger.unsettled();
      expect(unsettled.map(({ id, ofThisBoot }) => [id, ofThisBoot])).toEqual([
        [waiting.id, true],
        [accepted.id, true],
      ]);
    });

    test('a listener is told of each change in order, until it stops; one that fails harms nobody', async () => {
      const published: string[] = [];
      ledger.onChange(() => {
        throw new Error('broken listener');
      });
      const stop = ledger.onChange(({ id, state }) => published.push(`${id} ${state}`));
      const { id } = await ledger.open(anEntry());
      await ledger.answered(id, { state: 'accepted' });
      await ledger.settled(id, 'converged', '');
      await ledger.settled(id, 'superseded', '');
      stop();
      await ledger.open(anEntry());
      expect(published).toEqual([`${id} opened`, `${id} accepted`, `${id} settled`]);
    });
  });
}
