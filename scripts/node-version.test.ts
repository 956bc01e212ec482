import { expect, test } from 'vitest';
import { nodeTooOld } from './node-version.mjs';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(nodeTooOld(version)).toBeNull();
});

test.each(['18.20.8', '20.18.3', '8.0.0'])('Node %s is too old, and what to install is said in one line', (version) => {
  expect(nodeTooOld(version)).toMatch(/^Node .* is too old: install 20\.19 or newer .*$/);
});
