import { expect, test } from 'vitest';
import type { Role } from '#lib/domain/access/roles';
import type { Operation } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';
import type { OperationQuery } from '#lib/ports/ledger';
import { exportOperations } from './export-operations';

const CANARY = 'canary-77';
const act = (n: number): Operation =>
  ({
    id: `o${n}`,
    action: 'service.update',
    target: { kind: 'service', id: 'web', name: n === 0 ? '=HYPERLINK("x")' : 'web' },
    by: { id: null, name: 'Ada, the "first"' },
    state: 'settled',
    outcome: 'converged',
    outcomeText: '',
    fault: null,
    changes: [{ path: 'TaskTemplate.ContainerSpec.Env[A]', before: null, after: `A=${CANARY}`, sensitive: true }],
    command: '',
    request: { method: 'POST', path: '/', body: { TaskTemplate: { ContainerSpec: { Env: [`A=${CANARY}`] } } } },
    baseVersion: n,
    openedAt: '2026-01-01T00:00:00.000Z',
    answeredAt: null,
    settledAt: null,
    warnings: [],
  }) as unknown as Operation;

/** A ledger of so many acts; `asked` counts the pages that were read. */
function ledgerOf(count: number) {
  const queries: OperationQuery[] = [];
  const operations = async (query: OperationQuery) => {
    queries.push(query);
    const from = Number(query.cursor ?? 0);
    const to = Math.min(from + query.limit, count);
    const items = Array.from({ length: to - from }, (_, n) => act(from + n));
    return { items, cursor: to < count ? String(to) : null };
  };
  const openingRows = async (ids: string[]) => new Map(ids.map((id, n) => [id, { seq: n + 1, hash: `hash-of-${id}` }]));
  return { ports: { ledger: { operations, openingRows } } as unknown as Container, asked: queries };
}
const viewer = async () => 'viewer' as const;

async function whole(pieces: ReturnType<typeof exportOperations>): Promise<string> {
  let text = '';
  for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) text += piece;
  return text;
}

test.each([0, 1, 200, 450])('%i acts are valid JSON, in one list or line by line', async (count) => {
  const json = await whole(exportOperations(ledgerOf(count).ports, viewer, {}, 'json'));
  expect((JSON.parse(json) as Operation[]).map(({ id }) => id)).toEqual(
    Array.from({ length: count }, (_, n) => `o${n}`),
  );
  const lines = (await whole(exportOperations(ledgerOf(count).ports, viewer, {}, 'ndjson'))).split('\n').slice(0, -1);
  expect(lines.map((line) => (JSON.parse(line) as Operation).id)).toHaveLength(count);
});

test('a table has one row an act, quotes what must be, and no cell is a formula', async () => {
  const text = await whole(exportOperations(ledgerOf(2).ports, viewer, {}, 'csv'));
  const [head, first, second, ...rest] = text.split('\r\n');
  expect(head).toMatch(/^id,ledger_row,opened_at,by,/);
  expect(first).toContain('"Ada, the ""first"""');
  expect(first).toContain(`"'=HYPERLINK(""x"")"`);
  expect(second).toContain(',web,');
  expect(rest).toEqual(['']);
});

test.each([
  ['x;=HYPERLINK("y")', '"x;=HYPERLINK(""y"")"'],
  ['＝1+1', "'＝1+1"],
  ['＠cmd', "'＠cmd"],
  ['\tx', "'\tx"],
  ['-1', "'-1"],
])('a spreadsheet takes the name %s for text, whichever separator it has', async (name, cell) => {
  const operations = async () => ({ items: [{ ...act(1), target: { kind: 'service', id: 's', name } }], cursor: null });
  const ports = { ledger: { operations, openingRows: async () => new Map() } } as unknown as Container;
  expect(await whole(exportOperations(ports, viewer, {}, 'csv'))).toContain(`,s,${cell},`);
});

test('a page is read when the last one was taken, with the filter, and none after the end', async () => {
  const { ports, asked: queries } = ledgerOf(10_000);
  const pieces = exportOperations(ports, viewer, { who: 'ada', result: 'open' }, 'csv');
  await pieces.next();
  expect(queries).toEqual([{ limit: 200, byName: 'ada', states: ['opened', 'accepted', 'unknown'] }]);
  pieces.close();
  expect(await pieces.next()).toBeNull();
});

test('what a viewer may not read does not leave the house in any form', async () => {
  for (const format of ['csv', 'json', 'ndjson'] as const)
    expect(await whole(exportOperations(ledgerOf(3).ports, viewer, {}, format))).not.toContain(CANARY);
});

test('the rights of now count for every page: who was made a viewer reads no value on, and who has left nothing', async () => {
  const roles: (Role | null)[] = ['operator', 'viewer', null];
  const pieces = exportOperations(ledgerOf(900).ports, async () => roles.shift() ?? null, {}, 'ndjson');
  expect(await pieces.next()).toContain(CANARY);
  expect(await pieces.next()).not.toContain(CANARY);
  expect(await pieces.next()).toBeNull();
});
