import { expect, test } from 'vitest';
import { aNode } from '../testing/builders';
import { placementPlatforms, platformFits, platformText } from './platform';

const node = (architecture: string, os = 'linux') => ({ ...aNode({ id: 'n' }), platform: { architecture, os } });
const linux = (architecture: string) => ({ architecture, os: 'linux' });

test.each([
  ['x86_64', [linux('amd64')], true],
  ['amd64', [linux('x86_64')], true],
  ['aarch64', [linux('arm64')], true],
  ['x86_64', [linux('arm64')], false],
  ['x86_64', [linux('arm64'), linux('amd64')], true],
  ['armv7l', [linux('')], true],
  ['x86_64', [{ architecture: 'amd64', os: 'windows' }], false],
  ['x86_64', [{ architecture: 'amd64', os: '' }], true],
  ['x86_64', [], true],
])('a node of %s and an image of %j: %s', (architecture, platforms, fits) => {
  expect(platformFits(node(architecture), platforms)).toBe(fits);
});

test('an image brings each platform once, arm without its architecture, attestations not at all', () => {
  const found = [
    linux('amd64'),
    linux('arm'),
    linux('arm'),
    linux('arm64'),
    { architecture: 'unknown', os: 'unknown' },
  ];
  expect(placementPlatforms(found)).toEqual([linux('amd64'), linux(''), linux('arm64')]);
  expect(placementPlatforms(found).map(platformText)).toEqual(['linux/amd64', 'linux/*', 'linux/arm64']);
});
