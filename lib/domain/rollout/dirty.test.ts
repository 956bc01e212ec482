import { expect, test } from 'vitest';
import { aNode, aTask } from '../testing/builders';
import { isTaskDirty } from './dirty';
import { endpointDigest, templateDigest } from './task-spec';

const node = aNode({ id: 'node1', role: 'worker' });
const template = { ContainerSpec: { Image: 'v:1' } };
const placed = (...Constraints: string[]) => ({ ...template, Placement: { Constraints } });
const ports = { Mode: 'vip', Ports: [{ TargetPort: 80, PublishedPort: 8080 }] };

const task = (spec: object = template, endpoint: object | undefined = undefined) =>
  aTask({
    id: 't',
    of: 'web',
    on: 'node1',
    templateDigest: templateDigest(spec),
    endpointDigest: endpointDigest(endpoint),
  });
const source = (spec: object, endpoint?: object) => ({
  templateDigest: templateDigest(spec),
  endpointDigest: endpointDigest(endpoint),
  constraints: (spec as ReturnType<typeof placed>).Placement?.Constraints ?? [],
});

/** The first four rows are SwarmKit's own. (manager/orchestrator/task_test.go, TestIsTaskDirty) */
test.each([
  ['the same spec', source(template), task(), false],
  ['constraints that the node satisfies', source(placed('node.hostname==node1')), task(), false],
  ['constraints that it does not', source(placed('node.hostname!=node1')), task(), true],
  ['another image and an empty placement', source({ ContainerSpec: { Image: 'v:2' }, Placement: {} }), task(), true],
  ['constraints that are lifted', source(template), task(placed('node.hostname==node1')), false],
  ['replicas per node alone', source({ ...template, Placement: { MaxReplicas: 1 } }), task(), false],
  ['preferences alone', source({ ...template, Placement: { Preferences: [{ Spread: {} }] } }), task(), false],
  ['a port more', source(template, ports), task(template, { Mode: 'vip' }), true],
  ['another endpoint mode', source(template, { Mode: 'dnsrr' }), task(template, { Mode: 'vip' }), true],
  ['an endpoint spec where none was', source(template, { Mode: 'vip' }), task(), true],
  // SwarmKit returns before it compares the endpoint.
  ['a port more, and constraints that the node satisfies', source(placed('node.role==worker'), ports), task(), false],
  ['a forced update', source({ ...template, ForceUpdate: 1 }), task(), true],
  ['another restart policy', source({ ...template, RestartPolicy: { Condition: 'none' } }), task(), true],
  ['another log driver', source({ ...template, LogDriver: { Name: 'local' } }), task(), true],
  ['another network', source({ ...template, Networks: [{ Target: 'n' }] }), task(), true],
  ['a limit', source({ ...template, Resources: { Limits: { MemoryBytes: 1 } } }), task(), true],
  ['a label of the container', source({ ContainerSpec: { Image: 'v:1', Labels: { a: 'b' } } }), task(), true],
  ['what is empty, written otherwise', source({ ...template, Runtime: 'container', Resources: {} }), task(), false],
] as const)('with %s', (_, spec, its, dirty) => {
  expect(isTaskDirty(spec, its, node)).toBe(dirty);
});

test('a task without a node has none that satisfies the new constraints', () => {
  expect(isTaskDirty(source(placed('node.role==worker')), { ...task(), nodeId: null }, undefined)).toBe(true);
});

test('a task of which nobody knows the endpoint or the template is taken for current', () => {
  expect(isTaskDirty(source(template, ports), { ...task(), endpointDigest: '' }, node)).toBe(false);
  expect(isTaskDirty(source(template, ports), { ...task(), templateDigest: '' }, node)).toBe(false);
});

test('a number that the ledger keeps as text has the digest of the number that the engine sent', () => {
  const limit = (Soft: unknown) => templateDigest({ ContainerSpec: { Image: 'v:1', Ulimits: [{ Soft }] } } as never);
  expect(limit('9223372036854775807')).toBe(limit(JSON.parse('9223372036854775807')));
});
