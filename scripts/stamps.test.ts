import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf } from './stamps.mjs';

let folder: string;
const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stamps-'));
  mkdirSync(path.join(folder, 'inner'));
  write('inner/a.ts', 'one');
  write('b.ts', 'two');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a file that was only touched asks for no build', () => {
  const before = hashOf([folder]);
  utimesSync(path.join(folder, 'b.ts'), 1, 1);
  expect(hashOf([folder])).toBe(before);
});

test('a changed, a new and a renamed file each ask for one', () => {
  const seen = new Set([hashOf([folder])]);
  write('b.ts', 'three');
  seen.add(hashOf([folder]));
  write('c.ts', '');
  seen.add(hashOf([folder]));
  rmSync(path.join(folder, 'c.ts'));
  write('d.ts', '');
  seen.add(hashOf([folder]));
  expect(seen.size).toBe(4);
});

test('text that moves from one file to the next asks for one', () => {
  const before = hashOf([folder]);
  write('b.ts', 'tw');
  write('inner/a.ts', 'oneo');
  expect(hashOf([folder])).not.toBe(before);
});

test('a test and a place that is not there ask for none', () => {
  const except = /\.test\.ts$/;
  const before = hashOf([folder], { except });
  write('b.test.ts', 'a test');
  expect(hashOf([folder, path.join(folder, 'nowhere')], { except })).toBe(before);
});
