import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownContainerId } from './own-container';

const ID = 'c0ffee'.repeat(10).concat('abcd');
const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'mounts-')), 'mountinfo');
  writeFileSync(path, text);
  return path;
};

test('docker mounts files of the container into it, and their path has its id', () => {
  const line = `612 600 254:1 /var/lib/docker/containers/${ID}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n`;
  expect(ownContainerId(file(`600 500 0:50 / / rw - overlay overlay rw\n${line}`))).toBe(ID);
});

test('outside of a container there is none', () => {
  expect(ownContainerId(file('22 1 254:1 / / rw - ext4 /dev/vda1 rw\n'))).toBeNull();
  expect(ownContainerId('/nowhere/mountinfo')).toBeNull();
});
