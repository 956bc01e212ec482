import { expect, test } from 'vitest';
import type { Operation } from '../operation/operation';
import { redactChanges, redactOperation } from './redact';
import { may, ROLES, VERBS } from './roles';

test('a higher role may all that a lower one may', () => {
  for (const verb of VERBS) {
    const allowed = ROLES.map((role) => may(role, verb));
    expect(allowed).toEqual([...allowed].sort());
  }
});

test('a viewer sees and changes nothing; only an admin administers people and the swarm', () => {
  expect(VERBS.filter((verb) => may('viewer', verb))).toEqual(['cluster:see', 'audit:see']);
  expect(may('lead', 'people:administer')).toBe(false);
  expect(may('admin', 'people:administer')).toBe(true);
});

const CANARY = 'canary-5e3c';

test('a viewer learns that an env value changed and never its value, wherever it stands in an act', () => {
  const env = { path: 'TaskTemplate.ContainerSpec.Env[A]', before: `A=${CANARY}`, after: 'A=2', sensitive: true };
  const whole = { path: 'TaskTemplate.ContainerSpec', before: null, after: { Env: [`A=${CANARY}`], Args: [CANARY] } };
  const operation = {
    changes: [env, whole],
    request: {
      method: 'POST',
      path: '/',
      body: { TaskTemplate: { ContainerSpec: { Env: [`A=${CANARY}`], Args: [CANARY], Image: 'app:1' } } },
    },
  } as unknown as Operation;
  const seen = redactOperation(operation, 'viewer');
  expect(JSON.stringify(seen)).not.toContain(CANARY);
  expect(JSON.stringify(seen)).toContain('app:1');
  expect(redactChanges([env], 'viewer')).toHaveLength(1);
  expect(JSON.stringify(redactOperation(operation, 'operator'))).toContain(CANARY);
});
