import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeTooOld } from './node-version.mjs';

test.each(['22.16.0', '22.23.3', '24.0.0', '24.21.0', '26.1.0'])('Node %s will do', (version) => {
  expect(nodeTooOld(version)).toBeNull();
});

test.each(['8.0.0', '18.20.8', '20.19.0', '20.20.2', '21.7.3'])(
  'Node %s has ended, which is said in one line',
  (version) => {
    expect(nodeTooOld(version)).toBe(
      `Node ${version} has ended (no more security fixes): 22.16 or newer is needed, best 24`,
    );
  },
);

test('an early Node 22 lacks what the records use, and is too old', () => {
  expect(nodeTooOld('22.15.1')).toMatch(/^Node 22\.15\.1 is too old: 22\.16 or newer is needed, best 24$/);
});

test('package.json, .nvmrc, the image and the Node from npm name the same Node', () => {
  const read = (file: string) => readFileSync(file, 'utf8');
  expect(JSON.parse(read('package.json')).engines.node).toBe('>=22.16');
  expect(read('.nvmrc').trim()).toBe('24');
  expect(read('deploy/Dockerfile')).toMatch(/ARG BASE=node:24-[\s\S]*ARG BUILD_BASE=node:24-/);
  for (const version of Object.values(JSON.parse(read('scripts/node/package.json')).optionalDependencies))
    expect(version).toMatch(/^24\.\d+\.\d+$/);
});
