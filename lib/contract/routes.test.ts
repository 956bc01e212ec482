import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CONTRACTS } from './all';
import type { Contract } from './contract';

const ROOT = resolve(import.meta.dirname, '../..');
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

const doorOf = ({ method, path }: Pick<Contract, 'method' | 'path'>) => `${method} ${path}`;
/** app/api/v1/nodes/[nodeId]/route.ts → /api/v1/nodes/{nodeId} */
const pathOf = (file: string) => dirname(file).replace(/^app/, '').replaceAll('[', '{').replaceAll(']', '}');

const filesIn = (folder: string): string[] =>
  readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);

const files = filesIn('app/api').filter((file) => /\/route\.tsx?$/.test(file));
const routes = (
  await Promise.all(
    files.map(async (file) => {
      const module = (await import(resolve(ROOT, file))) as Record<string, { contract?: Contract } | undefined>;
      return METHODS.filter((method) => module[method]).map((method) => ({
        file,
        method,
        path: pathOf(file),
        contract: module[method]?.contract,
      }));
    }),
  )
).flat();

test('every route under app/api serves a contract, at the contract’s path and by its method', () => {
  const wrong = routes.filter(
    ({ method, path, contract }) => !contract || contract.method !== method || contract.path !== path,
  );
  expect(wrong.map(({ file, method }) => `${method} of ${file}`)).toEqual([]);
});

test('contracts and routes are one to one', () => {
  expect(routes.map(({ contract }) => contract?.id).sort()).toEqual(CONTRACTS.map(({ id }) => id).sort());
  for (const { contract } of routes) expect(CONTRACTS).toContain(contract);
});

test('every file that defines a contract is in the list of all of them', () => {
  const defined = filesIn('lib/contract')
    .filter((file) => /^lib\/contract\/[\w-]+\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(resolve(ROOT, file), 'utf8').matchAll(/^\s*id: '([^']+)'/gm)].map((m) => m[1]));
  expect(defined.sort()).toEqual(CONTRACTS.map(({ id }) => id).sort());
});

test('no two contracts share an id or a door', () => {
  expect(new Set(CONTRACTS.map(({ id }) => id)).size).toBe(CONTRACTS.length);
  expect(new Set(CONTRACTS.map(doorOf)).size).toBe(CONTRACTS.length);
});

test('path parameters are those that the contract reads', () => {
  for (const contract of CONTRACTS) {
    const named = [...contract.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const shape = (contract.params as unknown as { shape: object }).shape;
    expect([contract.id, Object.keys(shape).sort()]).toEqual([contract.id, named.sort()]);
  }
});

test('a contract that changes something is not a GET, and what answers nothing says 204', () => {
  for (const contract of CONTRACTS) {
    if (contract.status === 202 || contract.status === 201) expect([contract.id, contract.method]).not.toContain('GET');
    expect([contract.id, contract.status === 204]).toEqual([
      contract.id,
      contract.response.safeParse(undefined).success,
    ]);
  }
});
