import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aService, aServiceId, aTask } from '../testing/builders';
import { isProtected, ownServiceIn, PROTECTED_LABEL } from './protected-service';

test('the console’s own service is found by the container that it runs in', () => {
  const task = { ...aTask({ id: 't', of: 'console', on: 'n' }), containerId: 'c1' };
  const cluster = { tasks: new Map([[task.id, task]]) };
  expect(ownServiceIn(cluster, 'c1')).toBe(aServiceId('console'));
  expect(ownServiceIn(cluster, 'c2')).toBeNull();
  expect(ownServiceIn(cluster, null)).toBeNull();
});

test('a service is protected by being the console, or by its label', () => {
  const service = aService({ id: 'db' });
  expect(isProtected(service, null)).toBe(false);
  expect(isProtected(service, service.id)).toBe(true);
  expect(isProtected({ ...service, labels: { [PROTECTED_LABEL]: 'true' } }, null)).toBe(true);
  expect(isProtected({ ...service, labels: { [PROTECTED_LABEL]: 'false' } }, null)).toBe(false);
});

test.each(['stack.yml', 'stack-sqlite.yml'])('every service of deploy/%s has the label', (file) => {
  const text = readFileSync(`deploy/${file}`, 'utf8');
  const services = text.slice(text.indexOf('\nservices:'), text.indexOf('\nvolumes:')).match(/^ {4}image:/gm) ?? [];
  expect(services.length).toBeGreaterThan(0);
  expect(text.split(`labels: { ${PROTECTED_LABEL}: "true" }`)).toHaveLength(services.length + 1);
});
