import { expect, test } from 'vitest';
import { ownPath } from './own-path';

test.each([
  ['/services/abc?tab=tasks', '/services/abc?tab=tasks'],
  ['/', '/'],
  [undefined, '/'],
  ['', '/'],
  ['services', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example/x', '/'],
  ['/..//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['/%2e//evil.example', '/'],
  ['/.\\/evil.example', '/'],
  ['/services#//evil.example', '/services'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  [['/a', '/b'], '/'],
])('%j leads to %s', (given, path) => expect(ownPath(given)).toBe(path));
